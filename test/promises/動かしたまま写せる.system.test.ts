/** Backups of a service at work: each is one moment of it, whole, with a key for every word. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesOf, keptIn } from '../../src/backup/folder.ts';
import { readWords } from '../backup/words.ts';
import { begin, komatta } from '../rig/command.ts';
import { type Running, startProcess } from '../rig/process.ts';
import { Visitor } from '../rig/visitor.ts';

/** A fresh service for each set: what is read again in each round stays small. */
const SETS = process.env.LONG ? 20 : 1;
const ROUNDS = process.env.LONG ? 25 : 5;
const KILLS = process.env.LONG ? 100 : 5;
let folder: string;
let file: string;
let dir: string;
let service: Running;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-backup-'));
  file = path.join(folder, 'komatta.db');
  dir = path.join(folder, 'backups');
  service = await startProcess(folder);
});
afterEach(async () => {
  await service.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** What a talk has sent, and what was answered. */
interface Talking {
  sent: number;
  answered: number;
}

/** Writes numbered sentences in one talk after another; a third of the talks send a case and withdraw it. */
class Writer {
  readonly talks: Talking[] = [];
  stopped = false;
  constructor(readonly name: string) {}

  async run(): Promise<void> {
    while (!this.stopped) {
      const visitor = new Visitor(service.url);
      const talk: Talking = { sent: 0, answered: 0 };
      const id = this.talks.push(talk);
      for (let n = 0; n < 4 && !this.stopped; n++) {
        talk.sent++;
        expect(await visitor.say(`電球が切れて ${this.name}.${id}.${n}`)).toBe(true);
        talk.answered++;
      }
      if (id % 3 === 0) await this.comeAndGo(visitor);
    }
  }

  /** Makes a case's key, and has it destroyed again. */
  async comeAndGo(visitor: Visitor): Promise<void> {
    await visitor.say('人と話す');
    await visitor.send('/send');
    await visitor.send('/withdraw');
  }
}

const counts = (writers: Writer[], what: keyof Talking): Map<string, number> =>
  new Map(writers.flatMap((w) => w.talks.map((t, i) => [`${w.name}.${i + 1}`, t[what]] as const)));

/** Numbers found, by talk, in the order of its turns. */
function numbersIn(said: string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const text of said) {
    const m = /([a-d]\.\d+)\.(\d+)$/.exec(text);
    if (m) found.set(m[1]!, [...(found.get(m[1]!) ?? []), Number(m[2])]);
  }
  return found;
}

it.each(Array.from({ length: SETS }, (_, i) => i + 1))(
  `holds in ${ROUNDS} backups under load exactly one moment, and puts it back (%i)`,
  async () => {
    const writers = ['a', 'b', 'c', 'd'].map((n) => new Writer(n));
    const running = writers.map((w) => w.run());
    for (let i = 0; i < ROUNDS; i++) {
      const before = counts(writers, 'answered');
      const ran = await komatta(file, ['backup', dir, '--keep', '3']);
      const after = counts(writers, 'sent');
      expect(ran.exit, ran.err).toBe(0);
      const words = readWords(filesOf(ran.out.trim()), path.join(folder, 'komatta.key'));
      expect(words.lost).toEqual([]);
      expect(words.torn).toBe(0);
      const numbers = numbersIn(words.said);
      for (const [talk, list] of numbers) {
        expect(list).toEqual(list.map((_, n) => n)); // a prefix: nothing missing, nothing twice
        expect(list.length).toBeLessThanOrEqual(after.get(talk) ?? 0);
      }
      for (const [talk, answered] of before)
        expect(numbers.get(talk)?.length ?? 0, talk).toBeGreaterThanOrEqual(answered);
    }
    for (const w of writers) w.stopped = true;
    await Promise.all(running);
    expect(keptIn(dir)).toHaveLength(3);
    expect(counts(writers, 'answered').size).toBeGreaterThan(4);
    await service.end('SIGTERM');

    const newest = path.join(dir, keptIn(dir).at(-1)!);
    const kept = readWords(filesOf(newest), path.join(folder, 'komatta.key'));
    const back = await komatta(file, ['restore', newest]);
    expect(back.exit, back.err).toBe(0);
    service = await startProcess(folder);
    const now = readWords(
      { words: file, keys: path.join(folder, 'keys.db') },
      path.join(folder, 'komatta.key'),
    );
    expect(now.lost).toEqual([]);
    expect(now.said).toEqual(kept.said);
    expect((await komatta(file, ['log', 'verify'])).exit).toBe(0);
    expect(await new Visitor(service.url).say('電球が切れて困った')).toBe(true);
  },
  1_800_000,
);

const unfinishedIn = (dir: string): string[] => readdirSync(dir).filter((n) => n.startsWith('.unfinished-'));

it(`leaves no half backup when killed, ${KILLS} times`, async () => {
  for (let i = 0; i < 20; i++) expect(await new Visitor(service.url).say('電球が切れて困った')).toBe(true);
  expect((await komatta(file, ['backup', dir])).exit).toBe(0);
  const already = keptIn(dir).length;
  let caught = 0;
  for (let i = 0; i < KILLS; i++) {
    const left = new Set(unfinishedIn(dir)); // of the kill before
    const begun = (): boolean => unfinishedIn(dir).some((n) => !left.has(n));
    const command = begin(file, ['backup', dir]);
    let over = false;
    void command.ended.then(() => (over = true));
    // From the first moment of the unfinished one on, a little later each time.
    while (!over && !begun()) await new Promise((next) => setTimeout(next, 1));
    await new Promise((next) => setTimeout(next, (i % 10) * 4));
    command.child.kill('SIGKILL');
    await command.ended;
    if (begun()) caught++;
  }
  expect(caught).toBeGreaterThan(0);
  const ran = await komatta(file, ['backup', dir]);
  expect(ran.exit, ran.err).toBe(0);
  expect(readdirSync(dir).filter((n) => n.startsWith('.'))).toEqual([]);
  expect(keptIn(dir).length).toBeGreaterThan(already);
  for (const name of keptIn(dir)) {
    const files = filesOf(path.join(dir, name));
    expect(readWords(files, path.join(folder, 'komatta.key')).lost).toEqual([]);
    const verified = await komatta(file, ['log', 'verify', files.words, '--json']);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true });
  }
}, 600_000);
