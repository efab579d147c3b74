/** Say → plain text: the terminal, and the golden talks a clerk can read. */
import type { Card, HotlineLine } from '../windows/card.ts';
import type { DangerSay, Say, ShowSay } from './say.ts';
import * as texts from './texts.ts';

/** Everything said, blank lines between. */
export const plainText = (say: readonly Say[]): string => say.map(one).join('\n\n');

function one(say: Say): string {
  switch (say.kind) {
    case 'text':
      return say.text;
    case 'card':
      return cardText(say.card);
    case 'danger':
      return dangerText(say);
    case 'show':
      return showText(say);
    case 'question':
      return [say.ask, ...say.question.options.map((o, i) => `${i + 1} ${o.label}`)]
        .filter((l) => l !== '')
        .join('\n');
    case 'preview':
      return [
        ...say.packet.lines.map(
          (l, i) => `${i + 1}行目　${l.label}${l.inferred ? '（自動の推測）' : ''}：${l.text}`,
        ),
        `預かるところ：${say.holder}`,
        `使いみち：${say.purpose}`,
        `返事：${say.promise}`,
        `残す期間：${say.kept}`,
      ].join('\n');
    case 'door':
      return `${say.text}\n［${say.label}］`;
  }
}

function cardText(card: Card): string {
  const { call } = card;
  return [
    `【${card.name}】`,
    card.does,
    ...(card.who ? [`相談できる人：${card.who}`] : []),
    ...(call
      ? [
          `電話：${call.via ? `${call.via} ` : ''}${call.number.display}　${call.open}`,
          ...call.say.map((s) => `電話での言い方「${s}」`),
          ...(call.connected ? [`つながったら「${call.connected}」`] : []),
        ]
      : []),
    ...(card.asked.length > 0 ? [`聞かれること：${card.asked.join('、')}`] : []),
    ...(card.skip.length > 0 ? [`答えなくてよいこと：${card.skip.join('、')}`] : []),
    ...(card.address ? [`場所：${card.address}`] : []),
    ...card.also.map((a) => `同じ電話で「${a.name}」も案内できます。${a.does}`),
    ...card.notes,
  ].join('\n');
}

function showText(show: ShowSay): string {
  const where = show.address ? `${show.name}：${show.address}` : show.name;
  return [
    `【見せるカード】${texts.SHOW}`,
    show.words.join('\n'),
    ['行くところ', where, show.open].join('\n'),
  ].join('\n\n');
}

function dangerText(say: DangerSay): string {
  return [
    say.receive,
    say.act,
    ...(say.beside ? [say.beside] : []),
    ...say.lines.map((l) => `・${hotlineText(l)}${l.number || l.link === null ? '' : ` ${l.link}`}`),
    say.door,
  ].join('\n');
}

/** One hotline in words: name, number, hours, whether the call is free. */
export function hotlineText(line: HotlineLine): string {
  const numbers = [line.dial, line.number?.display].filter(Boolean).join(' または ');
  return [line.name, numbers, `（${line.openText}${line.free ? '・無料' : ''}）`].filter(Boolean).join(' ');
}
