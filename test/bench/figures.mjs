/** From the figures of all rounds to the report. */
import { ANSWER_MS, CONTESTANTS, MATCH_US, RATIOS } from './contestants.mjs';
import { median } from './stats.mjs';

/** Everything measured, as one plain object. `rounds`: contestant id → figures, one object a round. */
export function summarise({ rounds, matching, machine }) {
  const contestants = Object.fromEntries(CONTESTANTS.map((c) => [c.id, mediansOf(c, rounds)]));
  // Compared within a round, where both met the same machine; then the median.
  const ratios = RATIOS.map(({ of, to, aim }) => {
    const each = rounds.map((r) => r[of].rate / r[to].rate);
    return { of, to, ratio: median(each), least: Math.min(...each), most: Math.max(...each), ...aimed(aim) };
  });
  const aims = [
    ...ratios.filter((r) => r.aim).map((r) => aimOf(`${r.of} / ${r.to}`, r.ratio, r.aim, r.ratio >= r.aim)),
    aimOf('A2 p99 ms', contestants.A2.p99, ANSWER_MS, contestants.A2.p99 < ANSWER_MS),
    aimOf('match p99 µs', matching.p99, MATCH_US, matching.p99 < MATCH_US),
  ];
  return { machine, rounds: rounds.length, ratios, contestants, matching, aims };
}

const aimed = (aim) => (aim === undefined ? {} : { aim });
const aimOf = (name, value, aim, met) => ({ name, value, aim, met });

function mediansOf({ id, name }, rounds) {
  const mine = rounds.map((r) => r[id]);
  const keys = Object.keys(mine[0]).filter((key) => mine[0][key] !== null);
  return { name, ...Object.fromEntries(keys.map((key) => [key, median(mine.map((m) => m[key]))])) };
}

/** The report for people. */
export function readable({ machine, rounds, ratios, contestants, matching, aims }) {
  const nameOf = (id) => `${id} ${contestants[id].name}`;
  const verdict = (name) => {
    const aim = aims.find((a) => a.name === name);
    return aim?.met ? '達成' : '未達';
  };
  return [
    `困った：はやさの比べ（${rounds}回の中央値。機械の調子で動くので、比を先に見てください）`,
    machine,
    '',
    ...table([
      ['くらべ', '比', '幅', '目標', ''],
      ...ratios.map((r) => [
        `${r.of} / ${r.to}`,
        r.ratio.toFixed(2),
        `${r.least.toFixed(2)}〜${r.most.toFixed(2)}`,
        ...(r.aim ? [`${r.aim} 以上`, verdict(`${r.of} / ${r.to}`)] : ['', '']),
      ]),
    ]),
    '',
    ...table([
      ['64本の接続から', '受信/秒', 'p50 ms', 'p99 ms', 'CPU µs/通', 'メモリ MB'],
      ...Object.entries(contestants).map(([id, c]) => [
        nameOf(id),
        whole(c.rate),
        c.p50.toFixed(1),
        c.p99.toFixed(1),
        orDash(c.cpu),
        orDash(c.rss),
      ]),
    ]),
    `  A2 はそのあいだに 1秒あたり 会話 ${whole(contestants.A2.turns)}・返信 ${whole(contestants.A2.replies)}。` +
      `p99 の目標 ${ANSWER_MS} ms 未満（LINE の決まり）：${verdict('A2 p99 ms')}`,
    '  どれも、200 を返した数と、止めたあとにデータベースにあった数が同じでした。B・C は言葉を暗号にしません。',
    '',
    `言葉の理解（match、例文 ${matching.sentences} 文）：1秒に ${whole(matching.rate)} 文、` +
      `1文 p50 ${whole(matching.p50)} µs・p99 ${whole(matching.p99)} µs` +
      `（目標 p99 ${MATCH_US} µs 未満：${verdict('match p99 µs')}）`,
  ].join('\n');
}

const orDash = (n) => (n === undefined ? '－' : whole(n));
const whole = (n) => Math.round(n).toLocaleString('en');

/** First column to the left, the others to the right; Japanese letters are two wide. */
function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => width(row[i]))));
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat(widths[i] - width(cell));
        return i === 0 ? `  ${cell}${space}` : `  ${space}${cell}`;
      })
      .join('')
      .trimEnd(),
  );
}
const width = (text) => [...text].reduce((sum, letter) => sum + (letter > '\u02ff' ? 2 : 1), 0);
