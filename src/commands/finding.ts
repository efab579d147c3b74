/** One thing that doctor found: to be put right, or good to know. */
export interface Finding {
  grave: boolean;
  text: string;
  /** A text that its reader has not signed yet. */
  unread?: boolean;
}

export const grave = (text: string): Finding => ({ grave: true, text });
export const hint = (text: string): Finding => ({ grave: false, text });
