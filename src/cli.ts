/** Entry: the operator's command, `npx komatta …`. */
import { parseArgs } from 'node:util';
import { backup } from './commands/backup.ts';
import { check } from './commands/check.ts';
import { type Call, type Exit, misuse, tell } from './commands/command.ts';
import { confirm } from './commands/confirm.ts';
import { diff } from './commands/diff.ts';
import { doctor } from './commands/doctor.ts';
import { drillCommand } from './commands/drill.ts';
import { exportPerson } from './commands/exportPerson.ts';
import { inquiryExport, inquiryImport } from './commands/inquiry.ts';
import { invite } from './commands/invite.ts';
import { lineSetup } from './commands/lineSetup.ts';
import { logExport } from './commands/logExport.ts';
import { logVerify } from './commands/logVerify.ts';
import { match } from './commands/match.ts';
import { newCity } from './commands/newCity.ts';
import { purge } from './commands/purge.ts';
import { rekey } from './commands/rekey.ts';
import { restore } from './commands/restore.ts';
import { route } from './commands/route.ts';
import { sheetExport, sheetImport } from './commands/sheet.ts';
import { talk } from './commands/talk.ts';
import { unhandled } from './commands/unhandled.ts';
import { perhaps } from './content/perhaps.ts';
import { HostFault } from './host.ts';

/** `takes`: how many further words the command understands. */
type Command = { run: (call: Call) => Promise<Exit>; takes: number; help: string };

const COMMANDS: Record<string, Command> = {
  match: {
    run: match,
    takes: 0,
    help: '文を1行ずつ読み、どの困りごとと受けとるかを出す（標準入力。--explain で言葉の説明）',
  },
  route: { run: route, takes: 1, help: '困りごとから、窓口・番号・ひらいている時間を出す' },
  check: {
    run: check,
    takes: 0,
    help: '困りごとや窓口のファイルを確かめる（--full で、使われないルールも）',
  },
  talk: { run: talk, takes: 0, help: '端末で会話をためす（--save 名前 で記録に残す）' },
  'log verify': { run: logVerify, takes: 1, help: '記録が書きかえられていないかを確かめる' },
  'log export': {
    run: logExport,
    takes: 0,
    help: '記録を JSONL で出す（--csv で表計算の形。出したことも記録に残る）',
  },
  invite: { run: invite, takes: 0, help: '職員の招待リンクを作る（--role clerk --window 窓口）' },
  backup: {
    run: backup,
    takes: 1,
    help: '動かしたまま、バックアップを作る（backup フォルダ --keep 残す数）',
  },
  restore: {
    run: restore,
    takes: 1,
    help: 'サービスを止めて、バックアップを戻す（restore バックアップのフォルダ）',
  },
  'line setup': {
    run: lineSetup,
    takes: 0,
    help: 'LINE の Webhook とリッチメニューを設定する（--dry-run で見るだけ、--undo でもどす）',
  },
  confirm: {
    run: confirm,
    takes: 1,
    help: '番号を確かめたことを書く（confirm 窓口 --number 番号 --source 出典 --by 名前）',
  },
  'sheet export': {
    run: sheetExport,
    takes: 1,
    help: '窓口・番号・時間・町名を Excel や CSV に出す（sheet export 窓口.xlsx）',
  },
  'sheet import': {
    run: sheetImport,
    takes: 1,
    help: '直した Excel や CSV で何が変わるかを見る（--write で書きもどす）',
  },
  'new-city': {
    run: newCity,
    takes: 1,
    help: '新しい市のファイルを作る（new-city id --name 〇〇市 --prefecture 〇〇県）',
  },
  'inquiry export': {
    run: inquiryExport,
    takes: 1,
    help: '課ごとに確かめてもらう表を作る（inquiry export 照会.xlsx。印刷用の html も）',
  },
  'inquiry import': {
    run: inquiryImport,
    takes: 1,
    help: '照会の答えで何が変わるかを見る（--write で書きもどす）',
  },
  diff: { run: diff, takes: 1, help: '受けとり方が、前の版と変わる文を出す（diff HEAD~1）' },
  unhandled: {
    run: unhandled,
    takes: 0,
    help: '分からなかった言葉を読む（--fixed 番号 --need 困りごと で、試験の文にする）',
  },
  purge: {
    run: purge,
    takes: 1,
    help: '相談の、本人の言葉を消す（purge 受付番号 --by 決めた人の名前）',
  },
  'export-person': {
    run: exportPerson,
    takes: 1,
    help: '一人について持っている情報を出す（export-person 受付番号 --for 本人 --by 決めた人。--withhold 3,5 --basis 根拠）',
  },
  rekey: {
    run: rekey,
    takes: 0,
    help: 'サービスを止めて、KOMATTA_KEY を KOMATTA_KEY_NEXT の新しい鍵にかえる',
  },
  drill: {
    run: drillCommand,
    takes: 0,
    help: '訓練：いない住民が送って取りやめ、職員に知らせが届くかを確かめる',
  },
  doctor: {
    run: doctor,
    takes: 0,
    help: '設定やファイルの危ないところを調べる（--report で、責任者に出す1枚）',
  },
};

const OPTIONS = {
  city: { type: 'string' },
  content: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean' },
  save: { type: 'string' },
  checkpoints: { type: 'string' },
  role: { type: 'string' },
  window: { type: 'string' },
  keep: { type: 'string' },
  number: { type: 'string' },
  source: { type: 'string' },
  by: { type: 'string' },
  name: { type: 'string' },
  prefecture: { type: 'string' },
  sjis: { type: 'boolean' },
  for: { type: 'string' },
  withhold: { type: 'string' },
  basis: { type: 'string' },
  csv: { type: 'boolean' },
  report: { type: 'boolean' },
  write: { type: 'boolean' },
  full: { type: 'boolean' },
  explain: { type: 'boolean' },
  fixed: { type: 'string' },
  need: { type: 'string' },
  force: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  undo: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

// `komatta match | head` ends quietly; a full disk does not.
process.stdout.on('error', (e: NodeJS.ErrnoException) => process.exit(e.code === 'EPIPE' ? 0 : 3));
// Set, not exit(): a pipe that still drains keeps its last lines.
process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<Exit> {
  let call: Call;
  try {
    call = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (e) {
    return misuse(
      `知らない書き方です：${e instanceof Error ? e.message.split('\n')[0] : ''}\n使い方は「komatta --help」で見られます。`,
    );
  }
  const [first = '', second = ''] = call.positionals;
  const name = [`${first} ${second}`, first].find((n) => Object.hasOwn(COMMANDS, n));
  if (call.values.help || first === '') return usage(call.values.help ? 0 : 2);
  if (!name) return misuse(`「${first}」という命令はありません。${perhaps(first, Object.keys(COMMANDS))}`);
  const positionals = call.positionals.slice(name.split(' ').length);
  const { run, takes } = COMMANDS[name]!;
  if (positionals.length > takes)
    return misuse(`「${positionals[takes]}」は余分です。使い方は「komatta --help」で見られます。`);
  try {
    return await run({ ...call, positionals });
  } catch (e) {
    if (e instanceof HostFault) tell(e.message);
    else tell('続けられませんでした。データベースの場所（DATABASE）と鍵（KOMATTA_KEY）を確かめてください。');
    return 3;
  }
}

function usage(exit: 0 | 2): Exit {
  const lines = Object.entries(COMMANDS).map(([name, c]) => `  komatta ${name.padEnd(12)} ${c.help}`);
  tell(
    [
      '使い方：',
      ...lines,
      '',
      'どの命令にも：--city 市の id　--content フォルダ　--at 2026-11-24T10:00:00+09:00　--json',
    ].join('\n'),
  );
  return exit;
}
