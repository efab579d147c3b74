/** From the figures of all rounds to the report. */
import {
  AGE_RATIO,
  ANSWER_MS,
  CONTESTANTS,
  LOG_S,
  MATCH_US,
  RATIOS,
  REPLY_MS,
  ROUTE_US,
  SCALE,
} from './contestants.mjs';
import { median } from './stats.mjs';

/**
 * Everything measured, as one plain object; parts that were not wanted are absent. `rounds`: contestant id → figures,
 * one object a round.
 */
export function summarise({ rounds, matching, scale, routing, logged, accuracy, loaded, aged, machine }) {
  const compared = rounds ? comparedOf(rounds) : {};
  return {
    machine,
    ...compared,
    ...(matching && { matching }),
    ...(scale && { scale }),
    ...(routing && { routing }),
    ...(logged && { log: logged }),
    ...(accuracy && { accuracy }),
    ...(loaded && { load: loaded }),
    ...(aged && { age: aged }),
    aims: aimsOf({ ...compared, matching, scale, routing, logged, loaded, aged }),
  };
}

function comparedOf(rounds) {
  const contestants = Object.fromEntries(CONTESTANTS.map((c) => [c.id, mediansOf(c, rounds)]));
  // Compared within a round, where both met the same machine; then the median.
  const ratios = RATIOS.map(({ of, to, aim }) => {
    const each = rounds.map((r) => r[of].rate / r[to].rate);
    return { of, to, ratio: median(each), least: Math.min(...each), most: Math.max(...each), ...aimed(aim) };
  });
  return { rounds: rounds.length, ratios, contestants };
}

function aimsOf({ ratios = [], contestants, matching, scale, routing, logged, loaded, aged }) {
  const below = (name, value, aim) => aimOf(name, value, aim, value < aim);
  return [
    ...ratios.filter((r) => r.aim).map((r) => aimOf(`${r.of} / ${r.to}`, r.ratio, r.aim, r.ratio >= r.aim)),
    ...(contestants ? [below('A2 p99 ms', contestants.A2.p99, ANSWER_MS)] : []),
    ...(matching ? [below('match p99 µs', matching.p99, MATCH_US)] : []),
    ...(scale ? scaleAims(scale, below) : []),
    ...(routing ? [below('route p99 µs', routing.p99, ROUTE_US)] : []),
    ...(logged ? [below('log s', logged.seconds, LOG_S)] : []),
    ...(loaded ? [below('load p99 ms', loaded.p99, REPLY_MS)] : []),
    ...(aged ? [aimOf('age ratio', aged.ratio, AGE_RATIO, aged.ratio <= AGE_RATIO)] : []),
  ];
}

const scaleAims = ({ longest, tenfold, load, compile }, below) => [
  below('long ms', longest, SCALE.longMs),
  below('tenfold', tenfold, SCALE.tenfold),
  below('artefact ms', load, SCALE.loadMs),
  below('compile s', compile, SCALE.compileS),
];

const aimed = (aim) => (aim === undefined ? {} : { aim });
const aimOf = (name, value, aim, met) => ({ name, value, aim, met });

function mediansOf({ id, name }, rounds) {
  const mine = rounds.map((r) => r[id]);
  const keys = Object.keys(mine[0]).filter((key) => mine[0][key] !== null);
  return { name, ...Object.fromEntries(keys.map((key) => [key, median(mine.map((m) => m[key]))])) };
}

/** The report for people. */
export function readable(summary) {
  const verdict = (name) => (summary.aims.find((a) => a.name === name)?.met ? '達成' : '未達');
  return [
    '困った：はやさ（機械の調子で動くので、比を先に見てください）',
    summary.machine,
    ...(summary.contestants ? comparison(summary, verdict) : []),
    ...(summary.matching ? understanding(summary.matching, verdict) : []),
    ...(summary.scale ? scaleOf(summary.scale, verdict) : []),
    ...(summary.routing ? routingOf(summary.routing, verdict) : []),
    ...(summary.log ? logOf(summary.log, verdict) : []),
    ...(summary.accuracy ? accuracyOf(summary.accuracy) : []),
    ...(summary.load ? underLoad(summary.load, verdict) : []),
    ...(summary.age ? withAge(summary.age, verdict) : []),
  ].join('\n');
}

function comparison({ rounds, ratios, contestants }, verdict) {
  const nameOf = (id) => `${id} ${contestants[id].name}`;
  return [
    '',
    ...table([
      [`くらべ（${rounds}回の中央値）`, '比', '幅', '目標', ''],
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
  ];
}

const understanding = (matching, verdict) => [
  '',
  `言葉の理解（match、例文 ${matching.sentences} 文）：1秒に ${whole(matching.rate)} 文、` +
    `1文 p50 ${whole(matching.p50)} µs・p99 ${whole(matching.p99)} µs` +
    `（目標 p99 ${MATCH_US} µs 未満：${verdict('match p99 µs')}）`,
];

const scaleOf = ({ long, longest, tenfold, load, compile }, verdict) => [
  `5,000字の手紙（match）：いちばん長くかかるもの ${longest.toFixed(1)} ms（目標 ${SCALE.longMs} ms 未満：${verdict('long ms')}）`,
  `  ${Object.entries(long)
    .map(([name, value]) => `${name} ${value.toFixed(1)} ms`)
    .join('・')}`,
  `ルールと言葉が10倍のとき：${tenfold.toFixed(2)} 倍の時間（目標 ${SCALE.tenfold} 倍未満：${verdict('tenfold')}）`,
  `内容を読みこむ ${whole(load)} ms（目標 ${SCALE.loadMs} ms 未満：${verdict('artefact ms')}）・` +
    `四つの市をはじめから組み立てる ${compile.toFixed(1)} 秒（目標 ${SCALE.compileS} 秒未満：${verdict('compile s')}）`,
];

const routingOf = ({ windows, p50, p99 }, verdict) => [
  `窓口さがし（route、いまの10倍の ${windows} 窓口）：p50 ${whole(p50)} µs・p99 ${whole(p99)} µs` +
    `（目標 p99 ${ROUTE_US} µs 未満：${verdict('route p99 µs')}）`,
];

const percent = (n) => (n * 100).toFixed(1);

/** What is printed of the scores; the names are those of the issue's own list of figures. */
const accuracyOf = ({ set, sentences, contestants, needs, danger }) => [
  '',
  ...table([
    [
      `どの困りごとか（accuracy、${set} の ${sentences} 文）`,
      '作り',
      '1番目 %',
      '3つまで %',
      'かなだけ %',
      'p50 µs',
      'p99 µs',
    ],
    ...contestants.map((c) => [
      c.name,
      c.how,
      percent(c.first),
      percent(c.three),
      percent(c.kana),
      whole(c.p50),
      whole(c.p99),
    ]),
  ]),
  `  住民に見えるもの：正しい困りごとが出る ${percent(needs.shown)} %、すぐ答える ${percent(needs.answered)} %、` +
    `すぐ答えてまちがう ${percent(needs.wrongAtOnce)} %、分からない ${percent(needs.fallback)} %、` +
    `福祉でない文にすぐ答える ${percent(needs.outOfScopeAnswered)} %、二つとも出る ${percent(needs.pairsShown)} %`,
  `  危険：いま（L3）${percent(danger.now)} %、危機（L2）に気づく ${percent(danger.crisis)} %・少なくともたずねる ${percent(danger.crisisNoticed)} %、` +
    `ふつうの文にカード ${percent(danger.harmlessCrisis)} %・たずねる ${percent(danger.harmlessUnclear)} %`,
];

const underLoad = (load, verdict) => [
  '',
  `続く負荷（load、1秒に ${load.rate} 通を ${load.seconds} 秒、ぜんぶで ${whole(load.sent)} 通）：` +
    `書いてから返信が LINE に届くまで p50 ${load.p50.toFixed(1)} ms・p99 ${load.p99.toFixed(1)} ms・最大 ${whole(load.most)} ms` +
    `（目標 p99 ${whole(REPLY_MS)} ms 未満：${verdict('load p99 ms')}）`,
  `  200 を返すまで p99 ${load.accept99.toFixed(1)} ms、CPU ${orDash(load.cpu ?? undefined)} %、` +
    `メモリ ${orDash(load.rss[0] ?? undefined)} → ${orDash(load.rss[1] ?? undefined)} MB、まちがい ${load.errors}。` +
    '会話と返信は、どれも一度ずつでした。',
];

const logOf = ({ entries, seconds }, verdict) => [
  '',
  `記録の検証（log）：${whole(entries)} 件に ${seconds.toFixed(2)} 秒（目標 ${LOG_S} 秒未満：${verdict('log s')}）`,
];

const withAge = ({ young, old, ratio, ratioCpu }, verdict) => [
  '',
  ...table([
    ['古い会話があるとき（age）', '1通 p50 ms', 'p99 ms', 'CPU µs/通', '片づけ ms'],
    ...[young, old].map((a) => [
      `${whole(a.turns)} 回のあと`,
      a.p50.toFixed(2),
      a.p99.toFixed(2),
      orDash(a.cpu),
      a.sweep.toFixed(1),
    ]),
  ]),
  `  比 ${ratio.toFixed(2)}（CPU の比 ${ratioCpu.toFixed(2)}。目標 ${AGE_RATIO} 以下：${verdict('age ratio')}）`,
];

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
