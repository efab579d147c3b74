/** Say → LINE messages. Every choice stands in the text with its number too: quick replies vanish, and a PC has none. */
import type { messagingApi } from '@line/bot-sdk';
import { hotlineText } from '../talk/plain.ts';
import type { DangerSay, Say, ShowSay } from '../talk/say.ts';
import type { Option, Question } from '../talk/talk.ts';
import * as texts from '../talk/texts.ts';
import type { Card, HotlineLine } from '../windows/card.ts';

export type Message = messagingApi.Message;
type Bubble = messagingApi.FlexBubble;
type Component = messagingApi.FlexComponent;

/** https://developers.line.biz/en/reference/messaging-api/#send-reply-message */
const MESSAGES_MAX = 5;
const QUICK_REPLIES_MAX = 13;
const LABEL_MAX = 20;
const TEXT_MAX = 5000;

/** Where a door leads; minted when the message is made. */
export type DoorUrl = string | null;

/** The messages for one answer: at most five, texts beside each other joined. */
export function messagesOf(say: readonly Say[], door: DoorUrl): Message[] {
  const messages = joinTexts(say).flatMap((s): Message[] => draw(s, door));
  return messages.slice(0, MESSAGES_MAX);
}

function joinTexts(say: readonly Say[]): Say[] {
  const joined: Say[] = [];
  for (const s of say) {
    const last = joined.at(-1);
    if (s.kind === 'text' && last?.kind === 'text' && s.lang === last.lang)
      joined[joined.length - 1] = { kind: 'text', text: `${last.text}\n\n${s.text}` };
    else joined.push(s);
  }
  return joined;
}

function draw(say: Say, door: DoorUrl): Message[] {
  switch (say.kind) {
    case 'text':
      return [textMessage(say.text)];
    case 'card':
      return [flex(`窓口のご案内：${say.card.name}`, cardBubble(say.card))];
    case 'danger':
      return [textMessage(say.receive), flex('ご案内です', dangerBubble(say)), textMessage(say.door)];
    case 'show':
      return [flex('見せるカード', showBubble(say))];
    case 'question':
      return [questionMessage(say.ask, say.question)];
    case 'door':
      return door ? [flex(say.text, doorBubble(say.text, say.label, door))] : [textMessage(say.text)];
    case 'preview':
      return []; // a packet is never drawn in LINE; the door leads to it
  }
}

const textMessage = (text: string): Message => ({ type: 'text', text: text.slice(0, TEXT_MAX) });

const flex = (altText: string, contents: Bubble): Message => ({
  type: 'flex',
  altText: altText.slice(0, 400),
  contents,
});

function questionMessage(ask: string, question: Question): Message {
  const list = question.options.map((o, i) => `${i + 1} ${o.label}`).join('\n');
  const items = question.options.map((o, i) => quickReply(o, dataOf(question, o, i)));
  // The last option is the way to a person: of too many, it stays.
  const shown =
    items.length > QUICK_REPLIES_MAX ? [...items.slice(0, QUICK_REPLIES_MAX - 1), items.at(-1)!] : items;
  return {
    type: 'text',
    text: (ask === '' ? list : `${ask}\n${list}`).slice(0, TEXT_MAX),
    quickReply: { items: shown },
  };
}

/** Danger buttons mean the same however old they are; others answer the question they belong to. */
function dataOf(question: Question, { choice }: Option, i: number): string {
  return choice.do === 'danger' ? `c=danger.${choice.class}.${choice.level}` : `q=${question.id}&o=${i}`;
}

const quickReply = ({ label }: Option, data: string): messagingApi.QuickReplyItem => ({
  type: 'action',
  action: { type: 'postback', label: [...label].slice(0, LABEL_MAX).join(''), data, displayText: label },
});

function cardBubble(card: Card): Bubble {
  const parts: Component[] = [heading(card.name), paragraph(card.does)];
  if (card.who) parts.push(paragraph(`相談できる人：${card.who}`));
  if (card.address) parts.push(paragraph(`場所：${card.address}`));
  if (card.call) {
    if (card.call.via) parts.push(paragraph(`電話：${card.call.via} ${card.call.number.display}`));
    else parts.push(paragraph(`電話：${card.call.number.display}`));
    parts.push(paragraph(card.call.open), ...card.call.say.map((s) => paragraph(`電話での言い方「${s}」`)));
    if (card.call.connected) parts.push(paragraph(`つながったら「${card.call.connected}」`));
  }
  if (card.asked.length > 0) parts.push(paragraph(`聞かれること：${card.asked.join('、')}`));
  if (card.skip.length > 0) parts.push(paragraph(`答えなくてよいこと：${card.skip.join('、')}`));
  for (const a of card.also) parts.push(paragraph(`同じ電話で「${a.name}」も案内できます。${a.does}`));
  for (const note of card.notes) parts.push(small(note));
  return bubble(parts, card.call ? callButtons(card.window, card.call) : []);
}

/** To call, and to say afterwards that it was the wrong number: one tap on a card, however old. */
function callButtons(window: string, { number }: NonNullable<Card['call']>): Component[] {
  const wrong = texts.WRONG_NUMBER_LABEL;
  const action = { type: 'postback' as const, label: wrong, data: `c=wrong.${window}`, displayText: wrong };
  const doubt: Component = { type: 'button', style: 'link', height: 'sm', scaling: true, action };
  return number.tel ? [telButton(`電話する ${number.display}`, number.tel), doubt] : [doubt];
}

function showBubble(show: ShowSay): Bubble {
  const where = show.address ? `${show.name}：${show.address}` : show.name;
  const aloud = show.words.map((text): Component => ({ ...heading(text), size: 'xxl' }) as Component);
  return bubble([small(texts.SHOW), ...aloud, paragraph(`行くところ\n${where}`), paragraph(show.open)], []);
}

function dangerBubble(say: DangerSay): Bubble {
  const parts: Component[] = [paragraph(say.act)];
  if (say.beside) parts.push(paragraph(say.beside));
  for (const line of say.lines) parts.push(paragraph(`${hotlineText(line)}`));
  parts.push(small('受付時間は変わることがあります。'));
  return bubble(parts, say.lines.flatMap(hotlineButtons));
}

function hotlineButtons(line: HotlineLine): Component[] {
  if (line.number?.tel) return [telButton(`${line.plain} ${line.number.display}`, line.number.tel)];
  return line.link ? [uriButton(line.plain, line.link)] : [];
}

const doorBubble = (text: string, label: string, url: string): Bubble =>
  bubble([paragraph(text)], [uriButton(label, url)]);

function bubble(parts: Component[], buttons: Component[]): Bubble {
  const body: Bubble = {
    type: 'bubble',
    body: { type: 'box', layout: 'vertical', spacing: 'md', contents: parts },
  };
  return buttons.length === 0
    ? body
    : { ...body, footer: { type: 'box', layout: 'vertical', spacing: 'sm', contents: buttons } };
}

/** `scaling` lets the reader's own font size in LINE count. */
const heading = (text: string): Component => ({
  type: 'text',
  text,
  weight: 'bold',
  size: 'lg',
  wrap: true,
  scaling: true,
});
const paragraph = (text: string): Component => ({
  type: 'text',
  text,
  size: 'md',
  wrap: true,
  scaling: true,
});
const small = (text: string): Component => ({
  type: 'text',
  text,
  size: 'sm',
  color: '#555555',
  wrap: true,
  scaling: true,
});
const telButton = (label: string, tel: string): Component => uriButton(label, `tel:${tel}`, 'primary');
const uriButton = (label: string, uri: string, style: 'primary' | 'secondary' = 'secondary'): Component => ({
  type: 'button',
  style,
  height: 'md',
  scaling: true,
  ...(style === 'primary' ? { color: '#0b57a4' } : {}),
  action: { type: 'uri', label: [...label].slice(0, 40).join(''), uri },
});
