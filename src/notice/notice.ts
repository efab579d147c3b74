/** A notice to staff that something waits for them: which window, how urgent, where to look. Never anybody's words or ids. */

export const NOTICE_KINDS = [
  'opened',
  'danger',
  'window',
  'lead',
  'next',
  'check',
  'reported',
  'askedLead',
  'complained',
  'shutOut',
  'drill',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a notice is about, in the words of a mail's subject. */
export const NOTICE_TEXTS: Record<NoticeKind, string> = {
  opened: '新しい相談が届きました',
  danger: '急ぎの相談があります',
  window: '返事の期限が近い相談があります',
  lead: '返事の期限をすぎた相談があります',
  next: '次の約束をすぎた相談があります',
  check: '安全の確認の時間をすぎた相談があります',
  reported: '通告・通報として受理した相談があります',
  askedLead: '担当が統括に相談しています',
  complained: '苦情があります',
  shutOut: '合言葉がなんどもちがい、本人のページが閉じた相談があります',
  drill: '訓練です。知らせが届くかを確かめています',
};

/** For leads, besides or instead of the window's own staff. */
export const FOR_LEADS: readonly NoticeKind[] = [
  'lead',
  'next',
  'check',
  'reported',
  'askedLead',
  'complained',
];

export interface Notice {
  kind: NoticeKind;
  /** Name of the window. */
  window: string;
  /** L1–L3, where danger was seen. */
  level: string | null;
  /** The console; nothing of the case stands in it. */
  link: string;
  /** ISO 8601 in Tokyo. */
  at: string;
  /** The window's own address, where it has one. */
  mail: string | null;
}

/** later: try again · failed: no use trying. */
export type Noticed = 'sent' | 'later' | 'failed';

/** One way of telling staff. Never throws. */
export interface Notifier {
  way: 'mail' | 'webhook';
  send(notice: Notice): Promise<Noticed>;
}
