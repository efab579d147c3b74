/** What the data was gathered from, as `data/ATTRIBUTION.md` says it: some of it asks to be named where it is shown. Pure. */
export interface Attribution {
  data: string;
  url: string | null;
  use: string;
  notice: string;
}

export const ATTRIBUTION = 'data/ATTRIBUTION.md';

/** The rows of the file's table, in its order. */
export function attributionsIn(text: string): Attribution[] {
  const rows = text.split('\n').filter((l) => l.startsWith('|'));
  return rows.slice(2).flatMap((row) => {
    const [data = '', use = '', notice = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const url = /<(https?:[^>]+)>/.exec(data)?.[1] ?? null;
    return data === '' ? [] : [{ data: data.replace(/<[^>]+>/, '').trim(), url, use, notice }];
  });
}
