/** What is wrong in a content file: where, why, and what to do. Shown in Japanese, every fault at once. */
export interface Fault {
  /** Path relative to the content folder, with `/`. */
  file: string;
  /** 1-based. */
  line: number;
  column: number;
  /** Stable id of the kind of fault, for tools. */
  code: string;
  /** 原因, one sentence. */
  cause: string;
  /** 直し方, one sentence. */
  cure: string;
}

/** One line for people: 「ファイル:行:桁 原因 → 直し方」. */
export const faultLine = (f: Fault): string => `${f.file}:${f.line}:${f.column} ${f.cause} → ${f.cure}`;

/** Faults in the order a person reads the files. */
export const byPlace = (a: Fault, b: Fault): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
