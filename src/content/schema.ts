/**
 * The shape of every file an operator edits. One zod schema per kind of file; the `.describe()` texts are
 * in Japanese because editors show them as hover help (schemas/*.json are generated from here).
 *
 * Keys are plain ASCII on purpose: a key typed with the Japanese input method on (full-width letters,
 * colons or spaces) is the commonest way these files break, and ASCII keys keep the two modes apart.
 */
import * as z from 'zod';

const text = (what: string) => z.string().trim().min(1).describe(what);
/** Whether a day is in the calendar: 2026-02-31 is not. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

const date = (what: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '日付は 2026-11-21 の形で書きます')
    .refine(isDay, 'カレンダーにある日付を 2026-11-21 の形で書きます')
    .describe(what);
const phrases = (what: string) => z.array(text('言葉')).default([]).describe(what);
const sentences = (what: string) => z.array(text('文')).default([]).describe(what);

export const NEED_FIELDS = [
  '子ども',
  '複合',
  '地域',
  '移動・買い物',
  'ひきこもり',
  '災害',
  '総合',
  '高齢',
  '障がい',
  '生活困窮',
  '住まい',
  '就労',
  'DV・女性',
  'こころ・健康',
  '後見・権利擁護',
  '外国人',
  '消費生活',
  '教育',
  '母子保健',
  '引き継ぎ',
  '対象外',
] as const;

/** The sixteen kinds of the 相談受付・申込票 (A票), word for word, so that a packet can be copied onto the form. */
export const SHEET_KINDS = [
  '病気や健康・障害',
  '住まい',
  '収入・生活費',
  '家賃やローンの支払い',
  '税金や公共料金等の支払い',
  '債務',
  '仕事探し・就職',
  '仕事上の不安やトラブル',
  '地域との関係',
  '家族との関係',
  '子育て',
  '介護',
  'ひきこもり・不登校',
  'DV・虐待',
  '食べるものがない',
  'その他',
] as const;

/** Where staff words of a window go; see `departures` of the office file. */
export const LANES = ['page', 'line', 'phone'] as const;

export const DANGER_CLASSES = [
  'fire',
  'medical',
  'disaster',
  'suicide',
  'selfharm',
  'sexual',
  'dv',
  'abuse_child',
  'abuse_elder',
  'abuse_disabled',
  'missing',
  'destitution',
] as const;

const rules = z.strictObject({
  strong: phrases('強い言葉（3点）。これだけで、この困りごとだと言える言い方'),
  weak: phrases('弱い言葉（1点）。ほかの困りごとでも使う言い方'),
  all_of: phrases('組み合わせ（4点）。「A + B」と書くと、同じ文に両方あるときだけ数える'),
  not: phrases('この言葉がある文では、この困りごとを考えない'),
});

/** LINE shows at most 13 quick replies; わからない, 人と話す, メニュー and もどる are among them. */
const ASK_MAX = 9;

const topic = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, 'id は英小文字・数字・_ で書きます')
      .describe('話題の id。routes.yaml の topics で使う'),
    label: z.string().trim().min(1).max(20).describe('聞くときのボタンに出る名前（20字まで）'),
    words: phrases('この話題だと分かる言葉。rules と同じ書き方'),
    text: text('答えに足す文').optional(),
  })
  .describe('困りごとの中の話題。窓口や答えが変わるものだけを書く');

const spokenTo = z.strictObject({
  self: text('本人に話しかける文'),
  family: text('家族に話しかける文'),
  neighbour: text('近所の人・支援者に話しかける文'),
});

export const intentFile = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, 'id は英小文字・数字・_ で書きます')
      .describe('困りごとの id。ファイル名（.yaml の前）と同じにする'),
    field: z.enum(NEED_FIELDS).describe('分野'),
    sheet: z.enum(SHEET_KINDS).describe('相談受付・申込票の16分類のどれか'),
    title: text('住民に見せる名前'),
    menu: z.string().trim().min(1).max(20).describe('メニューのボタンに出る名前（20字まで）'),
    handoff: z
      .boolean()
      .default(false)
      .describe('true にすると、この困りごとは窓口の案内ではなく職員への引き継ぎを始める'),
    near_danger: z
      .boolean()
      .default(false)
      .describe('true にすると、例文を「危険ではない文」の手本にしない（暴力・自死・飢えに近い困りごと）'),
    rules: rules.describe('この困りごとを見分ける言葉'),
    topics: z.array(topic).default([]).describe('困りごとの中の話題'),
    ask: z
      .strictObject({
        text: text('聞く文'),
        topics: z
          .array(text('話題の id'))
          .min(2)
          .max(ASK_MAX)
          .describe('えらんでもらう話題。「わからない」は、いつも付く'),
      })
      .optional()
      .describe('話題が分からないときに一度だけ聞くこと。窓口が変わる市でだけ聞く'),
    examples: sentences('住民が書きそうな文。12文以上'),
    texts: spokenTo.optional().describe('答えの最初に出す文'),
    phone: z
      .strictObject({
        say: text('電話でそのまま読める言い方'),
        asked: sentences('電話で聞かれること'),
        skip: sentences('答えなくてよいこと'),
      })
      .optional()
      .describe('電話での言い方'),
    must: sentences('必ずこの困りごとになる文（check が確かめる）'),
    must_not: sentences('この困りごとになってはいけない文（check が確かめる）'),
  })
  .describe('困りごとのファイル');

const dangerCard = z.strictObject({
  receive: text('受け止める文'),
  act: text('いま、することを伝える文'),
  hotlines: z
    .array(text('hotlines.yaml の id'))
    .min(1)
    .describe('出す相談先の id。上から順に、いま開いているものを先に出す。switchboard と書くと市の代表電話'),
  minor: z.array(text('hotlines.yaml の id')).default([]).describe('18歳未満と分かるときに足す相談先の id'),
  door: text('終わりの文。中身がトーク一覧で見えてもよい言葉にする'),
});

const dangerPhrases = z.strictObject({
  L3: phrases('いま命が危ない言い方'),
  L2: phrases('危機の言い方'),
  L1: phrases('はっきりしない言い方（やわらかく聞き返す）'),
});

export const dangerFile = z
  .strictObject({
    class: z.enum(DANGER_CLASSES).describe('危険の種類'),
    name: text('職員の画面に出す名前'),
    reviewed: z
      .strictObject({ by: text('確かめた専門職'), date: date('確かめた日') })
      .nullable()
      .describe('専門職が文面を確かめた記録。まだなら null'),
    phrases: dangerPhrases.describe(
      '危険の言い方。「A + B」は同じ文に両方。先頭の ! は「calm の言葉があっても数える」',
    ),
    helper: phrases('本人でなく、まわりの人が書いていると分かる言い方'),
    mask: phrases('危険の言葉を含むが、危険ではない言い方（その部分だけ無かったことにする）'),
    calm: phrases('同じ文にあれば、制度・行事・たとえ話と考える言葉'),
    examples: z
      .strictObject({
        L3: sentences('いま命が危ない人が書きそうな文'),
        L2: sentences('危機にある人が書きそうな文'),
        L1: sentences('はっきりしない文'),
        none: sentences('危険の言葉を含むが、危険ではない文'),
      })
      .optional()
      .describe('住民が書きそうな文。ルールにない言い方にも気づくために、ここから学ぶ'),
    check: z
      .strictObject({
        ask: text('L1 のときに聞く文'),
        now: z.string().trim().max(20).describe('「いますぐ危ない」の選択肢'),
        feel: z.string().trim().max(20).describe('「その気持ちがある」の選択肢'),
        fine: z.string().trim().max(20).describe('「今は大丈夫」の選択肢'),
        other: z.string().trim().max(20).describe('「手続きの質問」の選択肢'),
        hotline: text('静かに添える窓口の id'),
      })
      .describe('L1 のとき'),
    cards: z
      .strictObject({ L3: dangerCard, L2: dangerCard, helper: dangerCard })
      .describe('危険カードの文面'),
    must_catch: z
      .strictObject({
        L3: sentences('L3 になる文'),
        L2: sentences('L2 以上になる文'),
        L1: sentences('L1 以上になる文'),
      })
      .describe('必ず気づく文'),
    must_not_catch: sentences('L2・L3 にしてはいけない文'),
  })
  .describe('危険のファイル');

/** LINE shows at most 13 quick replies; one is 「人と話す」, one the list of languages. Scenes and groups share them (see links.ts). */
export const MENU_MAX = 11;

export const menuFile = z
  .strictObject({
    scenes: z.array(text('困りごとの id')).min(1).max(MENU_MAX).describe('メニューのはじめに出る困りごと'),
    groups: z
      .array(
        z.strictObject({
          label: z.string().trim().min(1).max(20).describe('ボタンに出る名前（20字まで）'),
          needs: z.array(text('困りごとの id')).min(1).max(10).describe('ボタンの先に出る困りごと（10まで）'),
        }),
      )
      .default([])
      .describe('ほかの困りごと。ボタンの先に、もう一枚のメニューが出る'),
  })
  .describe('メニューのファイル');

export const wordsFile = z
  .strictObject({
    concepts: z
      .record(z.string(), z.array(text('言い方')).min(1))
      .describe('言いかえの辞書。ルールで {電球} と書くと、ここにある言い方すべてになる'),
    speakers: z
      .strictObject({
        family: phrases('家族のことを書いていると分かる言い方'),
        neighbour: phrases('近所の人・支援者が書いていると分かる言い方'),
        minor: phrases('18歳未満だと分かる言い方（学校の言葉など）'),
        writing: phrases('電話では話せないと分かる言い方（耳が聞こえない、声が出ない、電話がこわい）'),
      })
      .describe('だれのことかを見分ける言葉'),
    commands: z
      .strictObject({
        menu: phrases('メニューを出す'),
        back: phrases('ひとつ前にもどる'),
        restart: phrases('さいしょから'),
        staff: phrases('人と話す'),
        close: phrases('とじる'),
        when: phrases('返事はいつか'),
        read: phrases('返事を読む'),
        none: phrases('どれもちがう'),
        wrong: phrases('案内した番号がちがった'),
        yes: phrases('はい'),
        no: phrases('いいえ・まだ'),
      })
      .describe('それだけが書かれたときに、指示として受けとる言葉'),
    ordinary: z
      .array(text('文'))
      .default([])
      .describe('やりとりの中でだれもが書く、危険ではない文。危険の見分けはここからも学ぶ'),
  })
  .describe('言葉のファイル');

const provenance = {
  state: z.enum(['yes', 'after_check', 'no']).describe('yes だけを住民に見せる'),
  source: text('出典（URL か資料名）'),
  seen: date('この値がのっていた一番新しい資料の日付').nullable(),
  checked: date('確かめた日'),
  by: text('確かめた人（取り込みは import）'),
  from: date('この日から').optional(),
  until: date('この日まで').optional(),
};

export const number = z
  .strictObject({
    display: z
      .string()
      .regex(
        /^(?:#\d{4}|\d{3}|0\d{1,4}-\d{1,4}-\d{3,5})$/,
        '電話番号は "0463-23-1111" や "110" や "#7119" の形で書きます',
      )
      .describe('画面に出す番号。発信リンクもここから作る'),
    label: z.string().trim().min(1).optional().describe('番号の名前'),
    ...provenance,
  })
  .describe('電話番号');

const link = z.strictObject({
  kind: z.enum(['chat', 'web', 'mail', 'line']).describe('チャット・Webページなど'),
  url: z.url({ protocol: /^https?$/ }).describe('アドレス'),
  ...provenance,
});
const mail = z.strictObject({
  address: z.email('メールアドレスは "name@example.jp" の形で書きます').describe('メールアドレス'),
  ...provenance,
});
const account = z.strictObject({
  id: z
    .string()
    .regex(/^@[a-z0-9._-]+$/, 'LINE の ID は "@example" の形で書きます')
    .describe('LINE の ID（@ から）'),
  ...provenance,
});
const position = z
  .strictObject({ lat: z.number().min(20).max(46), lng: z.number().min(122).max(154) })
  .nullable()
  .default(null)
  .describe('場所（緯度・経度）');

/** The ways to reach a place. Each value has a state, a source and dates of its own. */
const reach = {
  numbers: z
    .array(number)
    .default([])
    .describe('電話番号。確かめられないものは書かないか、state を no にする'),
  faxes: z.array(number).default([]).describe('FAX番号。電話としては出さない'),
  mails: z.array(mail).default([]).describe('メール'),
  accounts: z.array(account).default([]).describe('LINE の ID'),
  links: z.array(link).default([]).describe('Webやチャット'),
  languages: z
    .array(text('ことば'))
    .min(1)
    .nullable()
    .default(null)
    .describe('使えることば。分からなければ null'),
};

const CLOCK = /^(?:[0-3]?\d|4[0-7]):[0-5]\d$/;
export const opening = z.strictObject({
  days: text('曜日。「月-金」「月水金」「毎日」。祝日だけ時間がちがうときは「土日祝」のように 祝 を書く'),
  open: z.string().regex(CLOCK, '時刻は "8:30" の形で書きます').describe('はじまり'),
  close: z
    .string()
    .regex(CLOCK, '時刻は "17:00" の形で書きます')
    .describe('おわり。翌朝8時までなら "32:00" と書く'),
  from: date('この日から').optional(),
  until: date('この日まで').optional(),
});
const hours = z
  .union([z.literal('24時間'), z.array(opening).min(1)])
  .nullable()
  .describe('受付時間。分からないときは null（「分からない」と案内する）');
const closed = z
  .array(z.enum(['祝日', '年末年始']))
  .default([])
  .describe('休みの日。年末年始は 12/29〜1/3');

export const BODIES = ['市', '市の委託', '社協独自', '県', '国', '民間', '住民'] as const;

export const windowEntry = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .describe('窓口の id'),
    name: text('窓口の名前'),
    renamed: z
      .strictObject({ name: text('新しい名前'), from: date('この日から') })
      .optional()
      .describe('名前が変わる日が決まっているとき'),
    aliases: sentences('前の名前や別の呼び方'),
    plain: text('言いかえ')
      .optional()
      .describe('トーク一覧で見えてもよい言いかえ。名前から相談の中身が分かってしまう窓口だけ'),
    existence: z
      .enum(['high', 'medium', 'low'])
      .default('high')
      .describe('この窓口があることの確かさ。low は住民に見せない（routes.yaml に書けない）'),
    from: date('この窓口がある日（から）').optional(),
    until: date('この窓口がある日（まで）').optional(),
    body: z.enum(BODIES).describe('どこの窓口か'),
    operator: text('受けている団体').nullable().default(null).describe('運営する団体。分からなければ null'),
    fields: z.array(text('分野')).min(1).describe('分野'),
    does: text('何をする所か。住民に見せる短い文'),
    who: text('だれが相談できるか').nullable(),
    asker: z
      .enum(['だれでも', '女性'])
      .default('だれでも')
      .describe('女性 と書くと、男の人の相談だと分かるときには出さない'),
    ...reach,
    hours,
    closed,
    address: text('住所').nullable(),
    position,
    catchment: text('受け持つ地区').nullable().default(null).describe('受け持つ地区。分からなければ null'),
    say: text('電話で最初に言う言葉').nullable(),
    fallback: z
      .strictObject({
        window: text('かわりに電話する窓口の id。hotlines.yaml の相談先の id でもよい'),
        say: text('そこで言う言葉'),
      })
      .nullable()
      .describe('番号が出せないときの逃げ先'),
    desk: z
      .strictObject({
        lane: z
          .enum(LANES)
          .describe(
            '職員の言葉が通るところ。page＝こちらのページだけ（LINEには「お返事があります」と出る）、line＝LINEにも出す（office.yaml の departures に承認がいる）、phone＝電話だけで受け、ここでは引き継がない',
          ),
        role: text('住民に見せる職員の呼び名'),
        answer_hours: z
          .int()
          .min(1)
          .max(100)
          .optional()
          .describe('返事をする約束の時間（ひらいている時間で数える）。書かなければ、ひらいている一日'),
        mail: z
          .string()
          .regex(/^[^\s@]+@[^\s@]+$/, 'メールのアドレスではありません')
          .optional()
          .describe('知らせを送る先（相談の内容は書かれません）'),
      })
      .optional()
      .describe('この窓口が職員の画面で引き継ぎを受けるとき'),
    sources: sentences('出典'),
    note: z.string().nullable().default(null).describe('覚え書き（住民には見せない）'),
  })
  .describe('窓口');

export const windowsFile = z
  .strictObject({ windows: z.array(windowEntry).min(1) })
  .describe('窓口のファイル');

export const hotlineEntry = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9_]+$/),
    name: text('名前'),
    plain: text('トーク一覧で見えてもよい言いかえ'),
    region: z.array(text('全国、都道府県名、市の名前')).min(1).describe('使える地域'),
    body: z.enum(BODIES).default('国').describe('どこの相談先か'),
    operator: text('運営する団体').nullable().default(null).describe('運営する団体。分からなければ null'),
    fields: z.array(text('分野')).default([]).describe('分野'),
    does: text('何をする所か').optional().describe('窓口として案内する（routes.yaml に書く）ときの短い文'),
    who: text('だれが使えるか').nullable().default(null),
    say: text('電話で最初に言う言葉').nullable().default(null),
    ...reach,
    hours,
    closed,
    free: z.boolean().nullable().describe('通話料が無料か。分からなければ null'),
    sources: sentences('出典'),
    note: z.string().nullable().default(null).describe('覚え書き（住民には見せない）'),
  })
  .describe('全国・県の相談先');

export const hotlinesFile = z
  .strictObject({ hotlines: z.array(hotlineEntry).min(1) })
  .describe('相談先のファイル');

export const officeFile = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .describe('市の id（フォルダの名前）'),
    name: text('市の名前'),
    prefecture: text('都道府県'),
    account: text('LINE アカウントで名乗る名前'),
    switchboard: text('代表電話の窓口 id'),
    door: z
      .enum(['text', 'taps', 'link'])
      .default('taps')
      .describe(
        'LINE での受け方。text＝書いてもらう、taps＝ボタンをすすめる（書いても答える）、link＝会話はすべてこちらのページで',
      ),
    hours: hours.describe('市役所のあいている時間。職員が返事をする時間にもなる。分からなければ null'),
    closed,
    handoff: z
      .strictObject({
        window: text('困りごとが分からないときに引き継ぎを受ける窓口の id'),
        purpose: text('利用目的'),
        kept: text('いつまで残すか'),
      })
      .describe('引き継ぎ'),
    close_text: text('「とじる」のあとに残る、だれに見られてもよい文'),
    departures: z
      .array(
        z.strictObject({
          setting: text('ちがう設定：door、または窓口の id（lane: line の窓口）'),
          reason: text('わけ'),
          approved_by: text('みとめた人の役職（セキュリティの責任者など）'),
          on: date('みとめた日'),
        }),
      )
      .default([])
      .describe(
        '国の2021年のガイドラインとちがう受け方（door: text、lane: line）をするときの承認。始めるときに記録に残る',
      ),
  })
  .describe('市のファイル');

const way = {
  windows: z.array(text('窓口の id')).min(1).describe('案内する順'),
  desk: text('引き継ぎを受ける窓口の id').optional(),
};

export const routesFile = z
  .strictObject({
    routes: z.record(
      z.string(),
      z.strictObject({
        ...way,
        topics: z
          .record(z.string(), z.strictObject(way))
          .optional()
          .describe('話題によって窓口がちがうとき。話題の id → 窓口'),
      }),
    ),
  })
  .describe('困りごと→窓口の表');

const town = z
  .strictObject({
    name: text('町名（住所の書き方どおり。「大字」「一丁目」もつける）'),
    kana: text('よみ').nullable().describe('よみ。分からなければ null'),
    postal: z
      .array(z.string().regex(/^\d{3}-\d{4}$/, '郵便番号は "254-0042" の形で書きます'))
      .describe('郵便番号'),
    position,
    district: text('地区').optional().describe('大きな地区の名前'),
  })
  .describe('町');

export const areasFile = z
  .strictObject({
    towns: z.array(town).min(1),
    local: z
      .record(
        z.string(),
        z.record(
          z.string(),
          z.strictObject({
            whole: z.array(text('町名')).default([]).describe('全部がこの窓口の町'),
            part: z.array(text('町名')).default([]).describe('一部がこの窓口の町（どの窓口か聞く）'),
          }),
        ),
      )
      .default({})
      .describe('町で窓口が変わるもの。「お住まいの地区」の窓口の id → 地区の窓口の id → 町'),
  })
  .describe('町名のファイル');

/** What a canned phrase may hold, filled in for the case at hand. */
export const PLACES = ['窓口', '役', '電話', '時間'] as const;

export const phrasesFile = z
  .strictObject({
    phrases: z
      .array(
        z.strictObject({
          name: z.string().trim().min(1).max(20, '名前は20字までです').describe('職員が選ぶときの名前'),
          text: text('文。{窓口} {役} {電話} {時間} は、その相談の窓口のもので埋まります'),
        }),
      )
      .min(1),
  })
  .describe('職員の返事の定型文');

export const basisFile = z
  .strictObject({
    reviewed: z
      .strictObject({ by: text('確かめた人'), date: date('確かめた日') })
      .nullable()
      .describe('市の法務の担当が確かめたか。まだなら null'),
    bases: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]+$/, '小文字の英字と数字と - で書きます'),
          bodies: z.array(z.enum(BODIES)).min(1).describe('どこの窓口が使える根拠か（渡す側）'),
          law: text('法令の名前と条'),
          when: text('どんなときか'),
        }),
      )
      .min(1),
  })
  .describe('本人の同意なしで移すときの根拠');

export const planFile = z
  .strictObject({
    source: text('計画の名前と、表のあるところ'),
    indicators: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]+$/, '小文字の英字と数字と - で書きます'),
          name: text('成果指標の名前'),
          steps: z
            .array(
              z.strictObject({
                year: z.int().min(2019).max(2100).nullable().describe('年度（4月の年）。分からなければ null'),
                bodies: z.int().min(0).max(10_000).describe('団体等の数（はじめからの合計）'),
              }),
            )
            .min(1)
            .describe('今の数と、年度ごとの目標。古い順'),
        }),
      )
      .min(1),
    bodies: z
      .array(
        z.strictObject({
          name: text('団体等の名前'),
          indicator: text('どの指標に数えるか（indicators の id）'),
          from: date('参画した日'),
        }),
      )
      .describe('参画した団体等の名簿。数はここから出ます'),
  })
  .describe('計画の成果指標と、参画した団体等');

export const LANGUAGES = ['easy', 'en', 'pt', 'vi', 'tl', 'zh', 'es', 'si'] as const;

const said = (what: string) => text(what);
const label = (what: string) => z.string().trim().min(1).max(20, 'ボタンの名前は20字までです').describe(what);

export const languageFile = z
  .strictObject({
    id: z.enum(LANGUAGES).describe('言葉の id（ファイルの名前と同じ）'),
    name: label('その言葉での名前（ボタンに出る）'),
    japanese: text('職員の画面に出る名前'),
    tag: z
      .string()
      .regex(/^[a-z]{2}$/)
      .describe('ページで使う言葉の記号（lang）'),
    reviewed: z
      .strictObject({ by: text('確かめた人'), date: date('確かめた日') })
      .nullable()
      .describe('その言葉を母語とする人が確かめたか。まだなら null'),
    texts: z
      .strictObject({
        greeting: said('はじめの文。自動の返信であること、110・119'),
        menu: said('何に困っているかを聞く'),
        after: said('ほかにできること'),
        clarify: said('近いものを選んでもらう'),
        not_understood: said('分からなかったとき'),
        status: said('在留資格はきかないこと'),
        danger: said('危険のときの一文'),
        window: said('窓口と電話。{name} {number}'),
        window_via: said('ほかの窓口が電話に出るとき。{name} {number} {via}'),
        open: said('ひらいている。{until}'),
        open_always: said('24時間'),
        closed_until: said('しまっている。{next}'),
        closed: said('しまっている'),
        hours_unknown: said('時間が分からない'),
        say: said('電話で言う言葉の前に'),
        may_change: said('番号は変わることがある'),
        means: said('どうやって相談するか'),
        consent: said('職員に送る前の説明'),
        show: said('窓口で見せる文'),
      })
      .describe('文'),
    labels: z
      .strictObject({
        staff: label('人と話す'),
        menu: label('メニュー'),
        back: label('もどる'),
        none: label('どれもちがう'),
        wrong: label('ちがう'),
        unsure: label('わからない'),
        means: label('電話のほかの方法'),
        town: label('町の名前を入れる'),
        call: label('電話をかける'),
        write: label('文字で書く'),
        go: label('行く'),
        visit: label('家に来てほしい'),
        callback: label('電話をもらう'),
        alert: label('職員に知らせる'),
      })
      .describe('ボタン'),
    needs: z
      .record(z.string(), label('困りごと'))
      .describe('困りごとの id か、メニューのまとまりの名前 → ボタンの名前'),
  })
  .describe('言葉のファイル（外国の言葉・やさしい日本語）');

export type LanguageFile = z.infer<typeof languageFile>;
export type PhrasesFile = z.infer<typeof phrasesFile>;
export type BasisFile = z.infer<typeof basisFile>;
export type PlanFile = z.infer<typeof planFile>;
export type AreasFile = z.infer<typeof areasFile>;
export type Town = AreasFile['towns'][number];
export type IntentFile = z.infer<typeof intentFile>;
export type DangerFile = z.infer<typeof dangerFile>;
export type MenuFile = z.infer<typeof menuFile>;
export type WordsFile = z.infer<typeof wordsFile>;
export type NumberEntry = z.infer<typeof number>;
export type Opening = z.infer<typeof opening>;
export type WindowEntry = z.infer<typeof windowEntry>;
export type HotlineEntry = z.infer<typeof hotlineEntry>;
export type OfficeFile = z.infer<typeof officeFile>;
export type RoutesFile = z.infer<typeof routesFile>;
export type DangerClass = (typeof DANGER_CLASSES)[number];
