/** What README says is true: files it names exist, numbers it gives are the code's own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEPT } from '../src/run/retention.ts';
import { SHELF_LIFE_DAYS } from '../src/windows/number.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const source = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

describe('README', () => {
  it('names only files that exist', () => {
    const linked = [...readme.matchAll(/\]\(([^)#]+)\)/g)]
      .map((m) => m[1]!)
      .filter((l) => !l.startsWith('http'));
    const quoted = [...readme.matchAll(/`((?:src|test|intents|data|schemas|docs)\/[\w./-]*)`/g)]
      .map((m) => m[1]!)
      .filter((f) => !/困|名前|\*/.test(f));
    expect(linked.length).toBeGreaterThan(8);
    for (const file of [...linked, ...quoted]) expect(existsSync(path.join(ROOT, file)), file).toBe(true);
  });

  it('keeps a file of the same name for each promise, and makes a promise of each file', () => {
    const rows = [
      ...readme.matchAll(/^\| \*\*([^*]+)\*\* \| .+ \| \[試験\]\(test\/promises\/([^)]+)\) \|$/gm),
    ];
    const promised = rows.map(([, name, file]) => ({ name, file }));
    expect(promised.length).toBeGreaterThan(25);
    for (const { name, file } of promised) expect(file!.split('.')[0]).toBe(name);
    const files = readdirSync(path.join(ROOT, 'test/promises')).filter((f) => f.endsWith('.test.ts'));
    expect(promised.map((p) => p.file).sort()).toEqual(files.sort());
  });

  it('says how much test:long tries, as the promises do', () => {
    const long = (file: string, number: string): void =>
      expect(source(`test/promises/${file}`), file).toMatch(new RegExp(`env\\.LONG\\s*\\?\\s*${number}\\b`));
    long('受けとった知らせをなくさない.system.test.ts', '5_000');
    long('こわれた知らせで倒れない.test.ts', '1_000_000');
    long('返事は取り消せて一度だけ出る.test.ts', '1_000');
    long('動かしたまま写せる.system.test.ts', '20');
    long('動かしたまま写せる.system.test.ts', '25'); // 20 times 25 backups
    expect(source('test/log/verify.test.ts')).toMatch(/env\.LONG \? 100_000/);
    expect(readme).toContain(
      '5,000回の強制終了、100万件のこわれた知らせ、10万か所の書きかえ、500回のバックアップ、1,000組の取りあい',
    );
  });

  it('names every setting, and .env.example too', () => {
    const settings = [...source('src/config.ts').matchAll(/env\.([A-Z][A-Z_]+)/g)].map((m) => m[1]!);
    expect(settings.length).toBeGreaterThan(10);
    for (const name of settings) expect(source('.env.example'), name).toContain(`${name}=`);
  });

  it('promises the Node version that package.json asks for', () => {
    const { engines } = JSON.parse(source('package.json')) as { engines: { node: string } };
    expect(readme).toContain(`Node.js ${engines.node.replace('>=', '')} 以上`);
  });

  it('says how long a confirmation holds, and how long a sentence is kept', () => {
    expect(readme).toContain(
      `窓口は${SHELF_LIFE_DAYS.window}日、代表電話や全国の相談先は${SHELF_LIFE_DAYS.hotline}日`,
    );
    expect(SHELF_LIFE_DAYS.switchboard).toBe(SHELF_LIFE_DAYS.hotline);
    expect(readme).toContain(`分からなかった言葉は${KEPT.unhandled.days}日だけ残ります`);
  });

  it('names as many languages as there are', () => {
    const files = readdirSync(path.join(ROOT, 'data/languages')).map((f) => source(`data/languages/${f}`));
    for (const file of files) expect(readme).toContain(/^japanese: (.+)$/m.exec(file)![1]!);
    expect(readme).toContain(`${files.length}つの言葉`);
  });

  it('says how many needs and dangers there are', () => {
    const yaml = (folder: string): number =>
      readdirSync(path.join(ROOT, folder)).filter((f) => f.endsWith('.yaml')).length;
    expect(readme).toContain(`困りごと${yaml('intents')}、危険${yaml('intents/danger')}種類`);
  });
});
