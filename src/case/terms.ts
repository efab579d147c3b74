/** 連絡のしかた: what somebody says on sending of how they may be reached, and what to take care of. Kept with the packet. */
import type { PacketLine } from './packet.ts';

export const KNOWS = ['知っている', '知らない', 'わからない'] as const;

export const NOTICES = {
  words: '返事の文も出してよい',
  news: '「お返事があります」とだけ出してよい',
  none: '出さないでください',
} as const;

export interface Terms {
  /**
   * What LINE may say: the words of answers (offered by windows of the line lane only), that there is an answer, or nothing.
   * null where the talk has no LINE.
   */
  notice: keyof typeof NOTICES | null;
  /** 気をつけてほしいこと; may be empty. */
  care: string;
  /** Of a neighbour or a supporter: whether the person it is about knows; null where it was not asked. */
  knows: (typeof KNOWS)[number] | null;
  /** 「私からと言わないで」 */
  unnamed: boolean;
}

/** What somebody who was asked nothing has said: the least that they could have meant. */
export const NO_TERMS: Terms = { notice: null, care: '', knows: null, unnamed: false };

export const CARE_MAX = 200;

const line = (id: string, label: string, text: string): PacketLine => ({
  id: `term-${id}`,
  label,
  text,
  inferred: false,
  ref: null,
});

/** Whether a line of the packet says how somebody may be reached, and not what they are in trouble with. */
export const isTerm = ({ id }: Pick<PacketLine, 'id'>): boolean => id.startsWith('term-');

/** The terms as lines for staff. */
export function termLines({ notice, care, knows, unnamed }: Terms): PacketLine[] {
  return [
    notice === null ? null : line('notice', 'LINEのお知らせ', NOTICES[notice]),
    care === '' ? null : line('care', '気をつけてほしいこと', care),
    knows === null ? null : line('knows', '困っている本人は、この相談を', knows),
    unnamed ? line('unnamed', 'だれからの相談か', '本人に、私からと言わないでください') : null,
    knows === null ? null : line('visit', '訪問の検討', 'まわりの人からの相談です。会いに行くかを決めます。'),
  ].filter((l): l is PacketLine => l !== null);
}
