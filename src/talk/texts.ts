/** The bot's own sentences. Short, plain, gender-neutral; what cities word themselves lives in data/. */
import type { Media } from './input.ts';

type DoorPolicy = 'text' | 'taps' | 'link';

const INVITE: Record<DoorPolicy, string> = {
  text: '困ったことを、そのままの言葉で書いてください。合いそうな窓口を案内します。',
  taps: '困ったことを、下から選んでください。短い言葉で書いても、合いそうな窓口を案内します。',
  link: '困ったことは、こちらのページに書いてください。合いそうな窓口を案内します。',
};
const AUTOMATIC =
  'これは自動の返信です。24時間 人が見ているものではありません。いま危ないときは 110（警察）・119（救急）へ。';

export const greeting = (account: string, door: DoorPolicy): string =>
  `${account}です。${INVITE[door]}\n${AUTOMATIC}\n` +
  '名前・住所・くわしい事情は、ここに書かないでください。LINEに書いた文はLINE社にも残ります。';

export const pageGreeting = (account: string): string =>
  `${account}です。${INVITE.text}\n${AUTOMATIC}\n名前・住所・くわしい事情は、まだ書かなくて大丈夫です。`;

export const ON_OUR_PAGE = 'つづきは、LINEではなく、こちらのページで話せます。10分以内にひらいてください。';

export const MENU = 'どのことで困っていますか。番号か言葉でも答えられます。';
export const NOT_SURE = 'わからない';
export const NONE_LABEL = 'どれもちがう';
export const WRONG_LABEL = 'ちがう';
export const LANGUAGE_LABEL = 'ことば / Language';
export const WHICH_TOWN = '住んでいる町の名前か、郵便番号を書いてください。番地は書かなくて大丈夫です。';
export const NO_SUCH_TOWN =
  'その町の名前は、見つかりませんでした。もう一度書くか、「わからない」を選んでください。わからなくても案内できます。';
export const PERHAPS_TOWN = 'この中に、住んでいる町はありますか。';
export const WHICH_PART = '町の中で、受け持ちが分かれています。近いものを選んでください。';
export const townKnown = (town: string): string => `${town}のあたりですね。くわしい場所は残しません。`;
export const CLARIFY = '近いものを選んでください。番号か言葉でも答えられます。';
export const OPEN_QUESTION = 'うまく分かりませんでした。もう少しくわしく書くか、下から選んでください。';
export const NOT_THAT = 'ちがったのですね。言いかえて書くか、下から選んでください。';
export const OFFER_PERSON = '「人と話す」を選ぶと、職員に引き継げます。';
export const OLD_BUTTON = '前の質問のボタンでした。いまの質問は、こちらです。';
export const AFTER = 'ほかにできること';
export const HIDDEN =
  '大切な番号のようなので、その部分は残さずに消しました。番号は、ここに書かなくて大丈夫です。';
export const FINE = '教えてくれてありがとうございます。つらくなったら、いつでもここに書いてください。';
export const FORGOTTEN = 'LINEで取り消された文を、こちらからも消しました。';

const MEDIA: Record<Media, string> = {
  image: '写真を受けとりました。写真の中身は見られません。困っていることを、短い言葉で書いてもらえますか。',
  sticker: 'スタンプをありがとうございます。困ったことがあれば、短い言葉で書いてください。',
  audio: '声のメッセージを受けとりました。聞くことができないので、短い言葉で書いてもらえますか。',
  video: '動画を受けとりました。中身は見られません。困っていることを、短い言葉で書いてもらえますか。',
  file: 'ファイルを受けとりました。中身は見られません。困っていることを、短い言葉で書いてもらえますか。',
  location: '場所を受けとりました。場所は残しません。困っていることを、短い言葉で書いてもらえますか。',
  unknown: '受けとりました。困っていることを、短い言葉で書いてもらえますか。',
};
export const media = (what: Media): string => `${MEDIA[what]}\nいま危ないときは 110・119 へ。`;

export const MEANS = 'どうやって相談したいですか。番号か言葉でも答えられます。';
export const VISIT =
  '家に来てもらう相談もできます。行けるかどうかは、職員が話を聞いてから決めます。まず、書いて伝えてください。';
export const CALLBACK =
  '職員から電話をもらう相談もできます。番号は、ここでは聞きません。まず、書いて伝えてください。番号と時間は、送ったあとに書けます。';
export const CALLBACK_HERE = '番号と都合のよい時間は、ページの「電話をもらいたいとき」に書いてください。';
export const CALL_WISHED =
  '電話をもらいたいことを、職員に伝えました。知らない番号から電話があるかもしれません。いま危ないときは 110・119 へ。';
export const CALL_STOPPED = '電話の希望を取り消しました。書いた番号は、職員から見えなくなりました。';
export const SHOW = 'この画面を、窓口の人に見せてください。';
export const toShow = (title: string): string =>
  `「${title}」の相談に来ました。担当の窓口に案内してください。`;
export const IN_WRITING = '聞こえません。筆談でお願いします。';

export const BESIDE = (titles: string): string => `「${titles}」も、ここで一緒に話せます。`;

export const BY_PHONE =
  'この窓口は、電話で話を聞いています。電話がむずかしいときは「文字で書く」を選ぶと、ほかの窓口に文字で伝えられます。';
export const NO_HANDOFF = 'ここから職員へ引き継ぐことはできません。話を聞いてくれるところは、こちらです。';
export const PREVIEW = '職員に送る内容です。送りたくない行は消せます。';
export const promise = (by: string | null, role: string): string =>
  by === null
    ? `${role}が返事を書きます。日がかかることがあります。`
    : `${role}が、${by}までに返事を書きます。`;
export const shut = (day: string): string => `いま、この窓口は新しい相談を受けられません。${day}から見ます。`;
export const holder = (window: string, body: string, role: string): string =>
  `${window}（${body}）。読むのは、${role}と、その責任者です。`;
export const toPage = (promised: string): string =>
  `職員に引き継げます。${promised}\nつづきは、LINEではなく、こちらのページで書きます。送る前に内容を確かめられます。`;
export const TO_PAGE_LABEL = 'ページをひらく';
export const ALERT_LABEL = '職員に知らせる';
/** Stands for words where there were none: a button was tapped. */
export const ALERT = '（書いたことはありません。「職員に知らせる」を押しました）';
export const alerted = (code: string, promised: string): string =>
  `職員に知らせました。受付番号は ${code} です。${promised}\n送ったのは、気になったことの種類と、さいごに書いた文だけです。いま危ないときは、待たずに 110・119 へ。`;
export const ALERTED_AGAIN =
  '職員に知らせました。送ってある相談に、気になったことの種類と、さいごに書いた文を足しました。';
export const GUARDED =
  '合言葉をつけました。これからは、このページをひらくときに合言葉がいります。LINEには、お知らせも相談のことも出しません。返事は、ここを見にきて読んでください。';
export const UNGUARDED = '合言葉をやめました。';
export const NOT_SENT = 'まだ送っていません。送りたくなったら「人と話す」と書いてください。';
export const NOTHING_TO_SEND = '送る準備ができていません。もう一度「人と話す」を選んでください。';
export const sent = (code: string, promised: string): string =>
  `送りました。受付番号は ${code} です。${promised}\nそれまでは自動の案内が答えます。いま危ないときは 110・119 へ。`;
export const LINE_REMOVED = 'その行を消しました。';

export const waitingState = (promised: string): string =>
  `送った内容は届いています。担当は、まだ決まっていません。${promised}`;
export const CHANGED = '書いたことが増えたので、送る内容をもう一度見てください。まだ送っていません。';
export const HELD_STATE = '担当の職員が読みました。返事ができたら、お知らせします。';
/** Of a window whose answers come to LINE. */
export const HELD_LINE_LANE = '担当の職員に届けます。';
export const ANSWERED_STATE = '職員からの返事があります。ページで読めます。';
export const nextWord = (when: string): string => `つぎに職員が書くのは、${when}です。`;
export const ASKED_IN_LINE = 'たずねたいことがあります。ページで答えられます。';
export const NEWS_IN_LINE = 'お知らせがあります。';
export const moved = (window: string, promised: string): string =>
  `受ける窓口が「${window}」にかわりました。${promised}`;
export const MOVE_DECLINED = 'いまの窓口が、このまま受け持ちます。';
export const NOT_ASKED = 'たずねていたことは、もう終わっています。';
export const HELD_IN_LINE =
  '担当の職員に届けます。くわしいことは、LINEではなく、こちらのページに書いてください。';
export const ANSWERED = 'お返事があります。';
export const answeredInLine = (role: string, words: string, next: string | null): string =>
  `${role}から：\n${words}${next === null ? '' : `\n\n${nextWord(next)}`}`;
export const READ_LABEL = '読む';
export const READ_ON_PAGE = 'こちらのページで読めます。10分以内にひらいてください。';
export const CLOSED =
  '職員とのやりとりは終わりました。ここからは自動の案内にもどります。また困ったら、いつでも書いてください。';
export const MERGED =
  'この相談は、もう一つの相談とまとめました。つづきは、そちらで職員が返事をします。ここからは自動の案内にもどります。';
export const THANKS_CONNECTED = '教えてくれてありがとうございます。よくするために、数だけを使います。';
export const NOT_CONNECTED =
  '教えてくれてありがとうございます。「人と話す」で、もう一度職員に伝えられます。困りごとを書けば、ほかの窓口もさがせます。';
export const REOPENED = '職員とのやりとりを、もう一度はじめます。';
export const WITHDRAWN = '取りやめました。送った内容は、職員から見えなくなりました。';
export const NO_CASE = 'いま、職員に送っている相談はありません。';

/** A number was said to be wrong. */
export const WRONG_NUMBER =
  '教えてくれてありがとうございます。ご迷惑をおかけしました。番号は、市が確かめます。かわりに、こちらに電話してください。';
export const WRONG_NUMBER_ONLY =
  '教えてくれてありがとうございます。ご迷惑をおかけしました。番号は、市が確かめます。ほかに案内できる番号が、いまはありません。「人と話す」なら、職員に文字で伝えられます。';
export const WRONG_NUMBER_WHICH =
  'どの番号のことか、分かりませんでした。案内のカードの下にある「番号がちがった」を押すか、困りごとをもう一度選んでください。';
export const WRONG_NUMBER_NONE = 'その案内の番号は、もう出していません。もう一度、困りごとを選んでください。';
export const WRONG_NUMBER_LABEL = '番号がちがった';
