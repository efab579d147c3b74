/** What `komatta line setup` says: every change, every failure with its cure, and what only a person can see. */
import type { Failure, Tested } from '../line/account.ts';
import type { Step, Stopped } from '../line/carryOut.ts';
import { type Quota, reserveOf } from '../line/quota.ts';
import type { Change, Seen } from '../line/setup.ts';

/** A change in words; `done` tells what was done from what would be. */
export function changeInWords(change: Change, done: boolean): string {
  switch (change.do) {
    case 'setWebhook':
      return `Webhook の行き先を ${change.url} に${done ? 'しました' : 'します'}`;
    case 'makeMenu':
      return `リッチメニューを作り、絵を付け${done ? 'ました' : 'ます'}`;
    case 'givePicture':
      return `作りかけのリッチメニューに絵を付け${done ? 'ました' : 'ます'}`;
    case 'setDefault':
      return `リッチメニュー（${change.id ?? '作ったもの'}）を、みんなに出るものに${done ? 'しました' : 'します'}`;
    case 'clearDefault':
      return `みんなに出るリッチメニューを、付ける前に${done ? 'もどしました' : 'もどします'}`;
    case 'deleteMenu':
      return `困ったのリッチメニュー（${change.id}）を消${done ? 'しました' : 'します'}`;
  }
}

/** What was being done when it failed. */
const STEPS: Record<Step, string> = {
  bot: 'アクセストークンを確かめること',
  webhook: 'いまの Webhook を見ること',
  menus: 'いまのリッチメニューを見ること',
  quota: '今月の送信数を見ること',
  validateMenu: 'リッチメニューを確かめること',
  testWebhook: 'Webhook の試験',
  setWebhook: 'Webhook の行き先を変えること',
  makeMenu: 'リッチメニューを作ること',
  givePicture: 'リッチメニューに絵を付けること',
  setDefault: 'リッチメニューを出すこと',
  clearDefault: 'リッチメニューをもどすこと',
  deleteMenu: '前のリッチメニューを消すこと',
};

const AGAIN = 'もう一度「komatta line setup」を実行すると、つづきからできます';
const CAUSES: Record<Failure, string> = {
  token:
    'アクセストークンが使えません。LINE Developers の「Messaging API」で発行し直し、LINE_CHANNEL_ACCESS_TOKEN に入れてください',
  forbidden:
    'このチャネルには許されていません。LINE Developers で、チャネルの種類（Messaging API）と権限を確かめてください',
  refused: `LINE が受けつけません。PUBLIC_URL（https、公的な証明書、500字まで）と困ったの版を確かめてください`,
  missing: `相手が見つかりません（ほかの人が消したかもしれません）。${AGAIN}`,
  busy: `回数が多すぎます。1時間ほどおいてください。${AGAIN}`,
  down: `LINE の側でうまくいきませんでした。https://api.line-status.info/ を見て、しばらくおいてください。${AGAIN}`,
  unreachable: `LINE から答えがありません。この機械から api.line.me と api-data.line.me につながるかを確かめてください。${AGAIN}`,
};

/** One sentence: what could not be done, why, and what to do. */
export const failureInWords = ({ step, failure }: Stopped): string =>
  `${STEPS[step]}ができませんでした：${CAUSES[failure]}。`;

/** Why LINE's own test of our webhook failed, by the status our service gave it; null when it went well. */
export function testInWords({ success, statusCode, reason }: Tested): string | null {
  if (success) return null;
  const causes: Record<number, string> = {
    401: 'LINE_CHANNEL_SECRET がチャネルのものとちがいます。「Basic settings」から写し直し、サービスを始め直してください',
    404: 'PUBLIC_URL の先に困ったがいません。中継（リバースプロキシ）の行き先を確かめてください',
    503: 'サービスに LINE の設定がないか、データベースに書けません。「komatta doctor」で確かめてください',
  };
  const cause =
    causes[statusCode] ??
    (statusCode <= 0
      ? 'LINE から PUBLIC_URL につながりません。サービスが動いているか、証明書と中継を確かめてください'
      : 'サービスの記録を確かめてください');
  return `Webhook の試験が通りませんでした（${statusCode > 0 ? statusCode : reason.slice(0, 40)}）：${cause}。`;
}

export const NOT_ACTIVE =
  'Webhook が使われていません：LINE Developers の「Messaging API」で「Use webhook」をオンにしてください。';
export const NO_PREVIOUS =
  '前の Webhook がなかったか分からないので、行き先はそのままです：止めるときは、LINE Developers で「Use webhook」をオフにしてください。';

/** The month's pushes in one line. */
export function quotaInWords({ limit, used }: Quota): string {
  if (limit === null) return `今月の送信：${used} 通（上限はありません）`;
  return `今月の送信：${used} 通（上限 ${limit} 通。おわりの ${reserveOf(limit)} 通は、危険のカードと職員の返事のために残します）`;
}

/** What the API cannot see, or what only a person can judge. */
export const checklist = ({ bot }: Seen): string[] => [
  '「Webhook redelivery」がオン（LINE Developers → Messaging API）',
  '「あいさつメッセージ」と「応答メッセージ」がオフ（LINE Official Account Manager → 応答設定）',
  bot.chatMode === 'chat'
    ? '「チャット」がオンです：手で書いた返事は、困ったの記録に残りません。職員は困ったの画面から返してください'
    : '「チャット」がオフです：住民の文は、すぐに「既読」になります。夜も見ていると思われないよう、あいさつの文を確かめてください',
  `アカウントの名前（いま「${bot.displayName}」）と画像が、市のもので、人に見られても困らない`,
  'プロバイダーが市の名前（あとから変えられません）。料金プランが、見こみの送信数に足りる',
  '「グループ・複数人トークへの参加」がオフ（一対一だけで使うため）',
  '携帯の LINE で友だちになり、メニューが読めて、押すと窓口が出る',
];
