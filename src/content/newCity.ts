/** The files of a city that nobody has written yet: what has to be there, with words on what to do. Pure. */
import type { IntentFile } from './schema.ts';
import type { SourceFile } from './sources.ts';

export interface NewCity {
  /** Folder and id, like `hiratsuka`. */
  id: string;
  /** Like 「平塚市」. */
  name: string;
  prefecture: string;
}

/** The files, ready to be checked and filled in: everything leads to the switchboard, whose number is not known yet. */
export function newCityFiles(
  city: NewCity,
  needs: readonly Pick<IntentFile, 'id' | 'title' | 'handoff'>[],
): SourceFile[] {
  return [
    { path: `data/${city.id}/office.yaml`, text: office(city) },
    { path: `data/${city.id}/windows.yaml`, text: windows(city) },
    { path: `data/${city.id}/routes.yaml`, text: routes(city, needs) },
  ];
}

const office = ({
  id,
  name,
  prefecture,
}: NewCity): string => `# yaml-language-server: $schema=../../schemas/office.json
#
# ${name}の決まりごとです。窓口は windows.yaml、困りごとと窓口の組は routes.yaml に書きます。
id: ${id}
name: ${name}
prefecture: ${prefecture}

# LINE で名乗る名前。人に見られても中身が分からない名前にします
account: ${name} 困りごと案内

# 番号が分からない窓口のかわりに案内する代表電話（windows.yaml の id）
switchboard: ${id}-switchboard
# LINE での受け方：text（書いてもらう）、taps（ボタンをすすめる。書いても答える）、link（会話はすべてこちらのページで）
door: taps

# 市役所のあいている時間。職員が返事をする時間にもなります。分からないうちは null
hours: null

# 「人と話す」を選んだときの引き継ぎ。小学5年生が読んで分かる言葉で書きます
handoff:
  # 受ける窓口（windows.yaml で desk: のある窓口）
  window: ${id}-desk
  purpose: あなたの困りごとを知って、合う窓口や手助けにつなぐために使います。
  kept: 相談が終わった日から1年たつと消します。とちゅうで取りやめることもできます。

# 「とじる」のあとに残る文。だれに見られてもよい文にします
close_text: 市からのお知らせは、市のホームページで見られます。
`;

const windows = ({ id, name }: NewCity): string => `# yaml-language-server: $schema=../../schemas/windows.json
#
# ${name}の窓口です。
#
# 一番大事なきまり：まちがった番号を出さないこと。
#   state: yes          住民に見せる番号（公式のページか電話で、人が確かめたもの）
#   state: after_check  これから確かめる番号（それまでは代表電話を案内します）
#   state: no           見せない番号
# 確かめたら「komatta confirm 窓口の id --city ${id} --number … --source … --by …」でも書けます。
# 番号が見つからない窓口は、numbers を書きません。fallback の窓口に電話して、say の言葉を言ってもらいます。
# 時間が分からないときは hours: null。分からないことは、分からないと案内されます。
windows:
  - id: ${id}-switchboard
    name: ${name}役所（代表電話）
    body: 市
    fields: [総合]
    does: どこに相談すればよいか分からないときに、係につないでもらえます。
    who: 市内の人ならだれでも
    # 一番先に書くところ。この番号がないと、どの困りごとも電話では案内できません
    # numbers:
    #   - display: 0000-00-0000
    #     state: yes
    #     source: 市のホームページのアドレス
    #     seen: "その番号がのっていたページの日付"
    #     checked: "確かめた日"
    #     by: 確かめた人
    hours: null
    address: null
    say: 福祉の相談をしたいのですが、どの係か分かりません。つないでもらえますか。
    fallback: null

  # 職員の画面で引き継ぎを受ける窓口。市や社協の、受ける課の名前にします
  - id: ${id}-desk
    name: 福祉の相談の担当課
    body: 市
    fields: [総合]
    does: 暮らしや福祉の困りごとを聞いて、合う窓口につなぎます。
    who: 市内の人ならだれでも
    hours: null
    address: null
    say: 福祉の相談をしたいのですが。
    fallback:
      window: ${id}-switchboard
      say: 福祉の相談の担当課につないでください。
    desk:
      lane: page
      role: ${name}の相談員
`;

function routes(
  { id, name }: NewCity,
  needs: readonly Pick<IntentFile, 'id' | 'title' | 'handoff'>[],
): string {
  const rows = needs
    .filter((n) => !n.handoff)
    .map((n) => `  # ${n.title}\n  ${n.id}:\n    windows: [${id}-switchboard]\n    desk: ${id}-desk`);
  return `# yaml-language-server: $schema=../../schemas/routes.json
#
# ${name}の、困りごと（intents/ のファイルの id）→ 窓口（windows.yaml の id）の表です。
#   windows  案内する順。全国・県の相談先（data/hotlines.yaml の id）も書けます
#   desk     「人と話す」を選んだときに受ける窓口（windows.yaml で desk: のある窓口）
#   topics   話題によって窓口がちがうとき。書くと、分からないときに一度だけ聞きます
# はじめは、どれも代表電話です。窓口が分かったものから書きかえます。
routes:
${rows.join('\n\n')}
`;
}
