/** What both engines promise. Run against SQLite on Node and against D1 in workerd. */
import { expect, it } from 'vitest';
import { type Store, StoreFault, sql } from '../../src/store/port.ts';

export function storeContract(open: () => Promise<Store> | Store): void {
  const turn = (event: string, talk: string, n: number) =>
    sql('INSERT INTO turns (event, talk, turn, at) VALUES (?, ?, ?, ?)', event, talk, n, 1);
  const turns = async (store: Store) =>
    (await store.all<{ event: string }>('SELECT event FROM turns ORDER BY event')).map((r) => r.event);

  it('commits a batch as one unit', async () => {
    const store = await open();
    expect(await store.batch([turn('a', 't', 1), turn('b', 't', 2)])).toBe('done');
    expect(await turns(store)).toEqual(['a', 'b']);
  });

  it('answers seen for an event whose turn was committed, and keeps nothing of the batch', async () => {
    const store = await open();
    await store.batch([turn('a', 't', 1)]);
    expect(await store.batch([turn('c', 't', 2), turn('a', 't', 3)])).toBe('seen');
    expect(await turns(store)).toEqual(['a']);
  });

  it('answers stale when a turn number is taken, and keeps nothing of the batch', async () => {
    const store = await open();
    await store.batch([turn('a', 't', 1)]);
    expect(await store.batch([turn('b', 'u', 1), turn('c', 't', 1)])).toBe('stale');
    expect(await turns(store)).toEqual(['a']);
  });

  it('rolls back one bad batch among good ones that arrive together', async () => {
    const store = await open();
    const outcomes = await Promise.all([
      store.batch([turn('a', 't', 1)]),
      store.batch([turn('b', 't', 1)]),
      store.batch([turn('c', 't', 2)]),
    ]);
    expect([...outcomes].sort()).toEqual(['done', 'done', 'stale']);
    expect((await turns(store)).length).toBe(2);
  });

  it('gives bytes back as bytes, null as null', async () => {
    const store = await open();
    const bytes = Uint8Array.from([0, 1, 254, 255]);
    await store.batch([
      sql(
        'INSERT INTO turns (event, talk, turn, at, shown_sealed) VALUES (?, ?, ?, ?, ?)',
        'a',
        't',
        1,
        1,
        bytes,
      ),
      turn('b', 't', 2),
    ]);
    const rows = await store.all<{ shown_sealed: Uint8Array | null }>(
      'SELECT shown_sealed FROM turns ORDER BY event',
    );
    expect(rows[0]!.shown_sealed).toBeInstanceOf(Uint8Array);
    expect([...rows[0]!.shown_sealed!]).toEqual([...bytes]);
    expect(rows[1]!.shown_sealed).toBeNull();
  });

  it('refuses binds on which the engines differ', async () => {
    const store = await open();
    const bad = [true, undefined, 1n, Number.NaN] as unknown as null[];
    for (const value of bad) await expect(async () => store.all('SELECT ?', value)).rejects.toThrow(/bind/);
    await expect(async () => store.all('SELECT 1', ...Array.from({ length: 101 }, () => 1))).rejects.toThrow(
      /parameters/,
    );
  });

  it('takes long lists by json_each', async () => {
    const store = await open();
    const list = JSON.stringify(Array.from({ length: 5000 }, (_, i) => i));
    const [row] = await store.all<{ n: number }>(
      'SELECT count(*) AS n FROM (SELECT value FROM json_each(?))',
      list,
    );
    expect(row!.n).toBe(5000);
  });

  it('says nothing of the engine in a fault', async () => {
    const store = await open();
    const fault = await store.all('SELECT secret_words FROM nowhere').catch((e: unknown) => e);
    expect(fault).toBeInstanceOf(StoreFault);
    expect(String(fault)).not.toMatch(/secret_words|nowhere/);
  });

  it('refuses a log entry that is not linked to the newest one', async () => {
    const store = await open();
    const [tail] = await store.all<{ seq: number; head: string }>(
      'SELECT seq, head FROM log ORDER BY seq DESC LIMIT 1',
    );
    const append = (seq: number, head: string) =>
      sql(
        'INSERT INTO log (seq, line, prev, head) VALUES (?, ?, (SELECT head FROM log WHERE seq = ? AND seq = (SELECT max(seq) FROM log)), ?)',
        seq,
        'x',
        seq - 1,
        head,
      );
    expect(await store.batch([append(tail!.seq + 1, 'h1')])).toBe('done');
    expect(await store.batch([append(tail!.seq + 1, 'h2')])).toBe('stale');
    expect(await store.batch([append(tail!.seq + 3, 'h3')])).toBe('stale');
  });
}
