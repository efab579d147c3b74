/** Putting a backup back: what is refused, what stays forgotten, and what a kill in the middle leaves. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keptIn } from '../../src/backup/folder.ts';
import { readWords } from '../backup/words.ts';
import { begin, komatta } from '../rig/command.ts';
import { startProcess } from '../rig/process.ts';
import { Visitor } from '../rig/visitor.ts';

const KILLS = process.env.LONG ? 60 : 6;
const ACTOR = `cli:${os.userInfo().username}`;
let root: string;
/** A folder with a service that has stopped, and one backup made before a resident withdrew. */
let good: string;

beforeAll(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'komatta-restore-'));
  good = path.join(root, 'good');
  cpSync(mkdtempSync(path.join(os.tmpdir(), 'komatta-empty-')), good, { recursive: true });
  const service = await startProcess(good);
  const [stays, leaves] = [new Visitor(service.url), new Visitor(service.url)];
  for (const visitor of [stays, leaves]) {
    await visitor.say('電球が切れて、こまっています');
    await visitor.say('人と話す');
    await visitor.send('/send');
  }
  const made = await komatta(path.join(good, 'komatta.db'), ['backup', path.join(good, 'backups')]);
  expect(made.exit, made.err).toBe(0);
  expect(made.err).toContain('鍵（KOMATTA_KEY、または komatta.key）はバックアップに入っていません');
  expect(await leaves.send('/withdraw')).toBe(true);
  await service.end('SIGTERM');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Scene {
  folder: string;
  file: string;
  backup: string;
}

function scene(): Scene {
  const folder = mkdtempSync(path.join(root, 'scene-'));
  cpSync(good, folder, { recursive: true });
  const dir = path.join(folder, 'backups');
  return { folder, file: path.join(folder, 'komatta.db'), backup: path.join(dir, keptIn(dir)[0]!) };
}

const query = (file: string, sql: string): unknown[] => {
  const db = new Database(file);
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
};
const run = (file: string, sql: string): void => {
  const db = new Database(file);
  db.exec(sql);
  db.close();
};
const keysIn = (folder: string, kind: string): number =>
  query(path.join(folder, 'keys.db'), `SELECT id FROM keys WHERE id LIKE '${kind}:%'`).length;
const bytesOf = (folder: string): Buffer[] =>
  ['komatta.db', 'keys.db', 'checkpoints.txt'].map((f) => readFileSync(path.join(folder, f)));

it('makes files that only their owner reads, without the key and without anybody’s words', () => {
  const { backup, folder } = scene();
  expect(readdirSync(backup).sort()).toEqual(['checkpoints.txt', 'keys.db', 'komatta.db']);
  expect(statSync(path.join(good, 'backups')).mode & 0o777).toBe(0o700);
  const secret = Buffer.from(readFileSync(path.join(folder, 'komatta.key'), 'utf8').trim(), 'base64');
  for (const name of readdirSync(backup)) {
    const bytes = readFileSync(path.join(good, 'backups', path.basename(backup), name));
    expect(statSync(path.join(good, 'backups', path.basename(backup), name)).mode & 0o777).toBe(0o600);
    for (const never of [secret, Buffer.from(secret.toString('base64')), Buffer.from('こまっています')])
      expect(bytes.includes(never)).toBe(false);
  }
});

it('puts it back, keeps the former files, and both acts stand in the log', async () => {
  const { folder, file, backup } = scene();
  const former = bytesOf(folder);
  const ran = await komatta(file, ['restore', backup]);
  expect(ran.exit, ran.err).toBe(0);
  const aside = readdirSync(folder).find((n) => n.startsWith('before-restore-'))!;
  expect(bytesOf(path.join(folder, aside))).toEqual(former);
  const [entry] = query(file, 'SELECT line FROM log ORDER BY seq DESC LIMIT 1').map((l) =>
    JSON.parse(l as string),
  );
  expect(entry).toMatchObject({
    actor: ACTOR,
    act: 'backup.restored',
    detail: { name: path.basename(backup), forgotten: 1 },
  });
  expect((entry as { detail: { lost: number } }).detail.lost).toBeGreaterThanOrEqual(2); // backup.made, case.withdrawn
  expect(
    query(path.join(folder, aside, 'komatta.db'), `SELECT line FROM log WHERE line LIKE '%"backup.made"%'`),
  ).toEqual([expect.stringContaining(`"actor":"${ACTOR}"`)]);
  expect((await komatta(file, ['log', 'verify', '--json'])).exit).toBe(0);
  const service = await startProcess(folder);
  expect(await new Visitor(service.url).say('電球が切れて困った')).toBe(true);
  await service.end('SIGTERM');
});

it('keeps forgotten what was withdrawn after the backup', async () => {
  const { folder, file, backup } = scene();
  expect(keysIn(backup, 'case')).toBe(2);
  const files = { words: file, keys: path.join(folder, 'keys.db') };
  await komatta(file, ['restore', backup]);
  expect(keysIn(folder, 'case')).toBe(1);
  // Not even the boxes are left, and the other resident's words are all there.
  expect(query(file, 'SELECT count(*) FROM facts WHERE words_sealed IS NULL')).toEqual([1]);
  const words = readWords(files, path.join(folder, 'komatta.key'));
  expect(words.lost).toEqual([]);
  expect(words.opened).toBeGreaterThan(2);
});

it('keeps forgotten a talk that was forgotten after the backup', async () => {
  const { folder, file, backup } = scene();
  const keys = path.join(folder, 'keys.db');
  const [id] = query(keys, `SELECT id FROM keys WHERE id LIKE 'talk:%' LIMIT 1`) as string[];
  run(keys, `DELETE FROM keys WHERE id = '${id}'`);
  await komatta(file, ['restore', backup]);
  expect(query(file, 'SELECT count(*) FROM talks')).toEqual([1]);
  expect(readWords({ words: file, keys }, path.join(folder, 'komatta.key')).lost).toEqual([]);
});

it('forgets nothing by comparing with keys that began anew, and says so', async () => {
  const { folder, file, backup } = scene();
  for (const name of ['komatta.db', 'keys.db', 'checkpoints.txt']) rmSync(path.join(folder, name));
  await (await startProcess(folder)).end('SIGTERM');
  rmSync(path.join(folder, 'checkpoints.txt'));
  const ran = await komatta(file, ['restore', backup]);
  expect([ran.exit, keysIn(folder, 'case')]).toEqual([0, 2]);
  expect(ran.out).toContain('また読めるようになっているかもしれません');
  // A second backup put back over the first is not compared either: its keys went another way.
  const again = await komatta(file, ['restore', backup]);
  expect([again.exit, keysIn(folder, 'case')]).toEqual([0, 2]);
});

it('goes on to a newer backup after an older one was put back, only when told to', async () => {
  const { file, backup } = scene();
  const newer = (await komatta(file, ['backup', path.dirname(backup)])).out.trim();
  expect((await komatta(file, ['restore', backup])).exit).toBe(0);
  const refused = await komatta(file, ['restore', newer]);
  expect([refused.exit, refused.out]).toEqual([1, '']);
  expect(refused.err).toContain('--force');
  expect((await komatta(file, ['restore', newer, '--force'])).exit).toBe(0);
  const [line] = query(file, 'SELECT line FROM log ORDER BY seq DESC LIMIT 1');
  expect(JSON.parse(line as string)).toMatchObject({ act: 'backup.restored', detail: { forked: true } });
  expect((await komatta(file, ['log', 'verify'])).exit).toBe(0);
});

it('serves a new machine from backup and key alone', async () => {
  const { folder, backup } = scene();
  const key = readFileSync(path.join(folder, 'komatta.key'), 'utf8').trim();
  const file = path.join(folder, 'elsewhere', 'komatta.db');
  const ran = await komatta(file, ['restore', backup], { KOMATTA_KEY: key });
  expect(ran.exit, ran.err).toBe(0);
  expect((await komatta(file, ['log', 'verify'])).exit).toBe(0);
  expect(keysIn(path.dirname(file), 'case')).toBe(2);
});

it('ends sessions and one-time ways in, and lists what may have been sent', async () => {
  const { file, backup } = scene();
  const words = path.join(backup, 'komatta.db');
  run(
    words,
    `INSERT INTO desk_sessions (hash, staff, started_at, seen_at) VALUES ('h', 's', 1, 1); INSERT INTO links VALUES ('h', 't', 9999999999999);
     INSERT INTO outbox (id, talk, class, state, retry_key, pushing, received_at, due_at, body_sealed)
       VALUES ('old', 't', 'once', 'pending', 'k', 1, 1, 1, x'00'),
              ('new', 't', 'once', 'pending', 'k', 1, ${Date.now()}, 1, x'00'),
              ('card', 't', 'atLeastOnce', 'pending', 'k', 1, ${Date.now() - 3_600_000}, 1, x'00')`,
  );
  expect((await komatta(file, ['restore', backup])).exit).toBe(0);
  for (const table of ['desk_sessions', 'links', 'devices', 'invites'])
    expect(query(file, `SELECT 1 FROM ${table}`), table).toEqual([]);
  expect(query(file, `SELECT id || ' ' || state FROM outbox ORDER BY id`)).toEqual([
    'card uncertain',
    'new pending',
    'old uncertain',
  ]);
});

it('refuses while a service holds the files', async () => {
  const { folder, file, backup } = scene();
  const service = await startProcess(folder);
  const ran = await komatta(file, ['restore', backup]);
  await service.end('SIGTERM');
  expect([ran.exit, ran.out]).toEqual([3, '']);
  expect(ran.err).toContain('サービスが動いています');
});

const OTHER = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 5 + 1)).toString('base64');
const refusals: [
  name: string,
  spoil: (s: Scene) => void,
  env: Record<string, string>,
  exit: number,
  words: RegExp,
][] = [
  ['another key', () => {}, { KOMATTA_KEY: OTHER }, 3, /KOMATTA_KEY が、このデータを封じた鍵とちがいます/],
  ['no key at all', (s) => rmSync(path.join(s.folder, 'komatta.key')), {}, 3, /鍵がありません/],
  [
    'a damaged database',
    (s) => {
      const file = path.join(s.backup, 'komatta.db');
      const bytes = readFileSync(file);
      bytes.fill(0xff, 4096, 4096 + 512);
      writeFileSync(file, bytes);
    },
    {},
    1,
    /データベースがこわれています/,
  ],
  [
    'keys that are no database',
    (s) => writeFileSync(path.join(s.backup, 'keys.db'), 'x'.repeat(5000)),
    {},
    1,
    /データベースがこわれています/,
  ],
  ['a missing file', (s) => rmSync(path.join(s.backup, 'keys.db')), {}, 1, /3つがそろっていません/],
  [
    'a log that was edited',
    (s) =>
      run(
        path.join(s.backup, 'komatta.db'),
        `UPDATE log SET line = replace(line, 'resident', 'somebody') WHERE seq = 2`,
      ),
    {},
    1,
    /記録が正しくありません：2番の行が書きかえられています/,
  ],
  [
    'a log that was cut',
    (s) => run(path.join(s.backup, 'komatta.db'), 'DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)'),
    {},
    1,
    /切り取られています/,
  ],
  [
    'the log of another place',
    (s) => writeFileSync(path.join(s.folder, 'checkpoints.txt'), `x 1 ${'0'.repeat(64)}\n`),
    {},
    1,
    /記録の控え（LOG_CHECKPOINTS）と食いちがいます/,
  ],
  [
    'data of a newer version',
    (s) =>
      run(path.join(s.backup, 'komatta.db'), `INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')`),
    {},
    3,
    /新しい版/,
  ],
];
it.each(refusals)(
  'refuses %s, in one sentence, and changes nothing',
  async (_name, spoil, env, exit, words) => {
    const s = scene();
    spoil(s);
    const before = bytesOf(s.folder);
    const ran = await komatta(s.file, ['restore', s.backup], env);
    expect([ran.exit, ran.out]).toEqual([exit, '']);
    expect(ran.err).toMatch(words);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    expect(bytesOf(s.folder)).toEqual(before);
    expect(readdirSync(s.folder).filter((n) => /restor/.test(n))).toEqual([]);
  },
);

it('knows wrong use: no folder, one that is not there, the folder of all backups', async () => {
  const { file, backup } = scene();
  for (const args of [['restore'], ['backup'], ['restore', '/nowhere'], ['backup', 'x', '--keep', '0']])
    expect(await komatta(file, args), args.join(' ')).toMatchObject({ exit: 2, out: '' });
  const all = await komatta(file, ['restore', path.dirname(backup)]);
  expect(all.exit).toBe(2);
  expect(all.err).toContain(`いちばん新しいのは ${backup} です`);
});

it('says in one sentence when a backup cannot be written, or a restore is half done', async () => {
  const { folder, file, backup } = scene();
  const taken = path.join(folder, 'taken');
  writeFileSync(taken, '');
  const unwritten = await komatta(file, ['backup', taken]);
  expect([unwritten.exit, unwritten.out]).toEqual([3, '']);
  expect(unwritten.err).toMatch(/^バックアップを書けませんでした。[^\n]*\n$/);
  cpSync(backup, path.join(folder, 'restoring'), { recursive: true });
  const half = await komatta(file, ['backup', path.dirname(backup)]);
  expect([half.exit, half.out]).toEqual([3, '']);
  expect(half.err).toMatch(/^バックアップを戻す途中で止まっています。[^\n]*\n$/);
});

it('backs up nothing that is unsound, and keeps the backups there are', async () => {
  const { file, backup } = scene();
  run(file, `UPDATE log SET line = replace(line, 'resident', 'somebody') WHERE seq = 2`);
  const ran = await komatta(file, ['backup', path.dirname(backup), '--keep', '1']);
  expect([ran.exit, ran.out]).toEqual([1, '']);
  expect(ran.err).toContain('2番の行が書きかえられています');
  expect(keptIn(path.dirname(backup))).toEqual([path.basename(backup)]);
});

it(`ends whole after a kill in the middle, ${KILLS} times`, async () => {
  for (let i = 0; i < KILLS; i++) {
    const { folder, file, backup } = scene();
    const command = begin(file, ['restore', backup]);
    let over = false;
    void command.ended.then(() => (over = true));
    const sign = i % 2 === 0 ? 'restoring' : 'restoring.unfinished';
    while (!over && !existsSync(path.join(folder, sign))) await new Promise((next) => setImmediate(next));
    if (i > 1) await new Promise((next) => setTimeout(next, i % 5));
    command.child.kill('SIGKILL');
    await command.ended;
    const half = existsSync(path.join(folder, 'restoring'));
    if (half) await expect(startProcess(folder)).rejects.toThrow(/戻す途中で止まっています/);
    const ran = await komatta(file, ['restore', backup]);
    expect(ran.exit, ran.err).toBe(0);
    expect(readdirSync(folder).filter((n) => n.startsWith('restoring'))).toEqual([]);
    expect((await komatta(file, ['log', 'verify'])).exit).toBe(0);
    // Without a kill in the middle the second call puts back once more, over keys that went another way.
    if (half) expect(keysIn(folder, 'case')).toBe(1);
  }
}, 600_000);

it('finishes from every half-way point', async () => {
  for (let moved = 0; moved <= 3; moved++) {
    const { folder, file, backup } = scene();
    cpSync(backup, path.join(folder, 'restoring'), { recursive: true });
    const names = ['checkpoints.txt', 'keys.db', 'komatta.db'].slice(0, moved);
    for (const name of names) cpSync(path.join(folder, 'restoring', name), path.join(folder, name));
    for (const name of names) rmSync(path.join(folder, 'restoring', name));
    const ran = await komatta(file, ['restore', backup]);
    expect([ran.exit, existsSync(path.join(folder, 'restoring'))]).toEqual([0, false]);
    expect(ran.out).toContain('続きから終えました');
    expect((await komatta(file, ['log', 'verify'])).exit).toBe(0);
    expect(keysIn(folder, 'case')).toBe(2);
  }
});

it('does not begin on data of a newer version', async () => {
  const { folder, file } = scene();
  run(file, `INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')`);
  await expect(startProcess(folder)).rejects.toThrow(/新しい版で使われています/);
});
