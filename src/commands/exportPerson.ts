/**
 * komatta export-person: all that is held on one person, for 開示 under 個人情報保護法76条 (市) or 33条 (社協など). Who asked, and what
 * is withheld on which basis (78条), are decided by name before, and are an entry.
 */
import { STATE_NAMES } from '../desk/queue.tsx';
import type { Deps } from '../run/deps.ts';
import { type Held, type HeldCase, heldOn } from '../run/person.ts';
import { plainText } from '../talk/plain.ts';
import { dateAndTime, dayOf } from '../windows/tokyo.ts';
import { answer, type Call, type Exit, misuse, tell, text } from './command.ts';
import { cliActor, notRecorded, withHost } from './withHost.ts';

const ASKED_BY = ['本人', '法定代理人', '任意代理人'];

export async function exportPerson(call: Call): Promise<Exit> {
  const [code] = call.positionals;
  const asked = text(call, 'for') ?? '';
  const by = text(call, 'by');
  const basis = text(call, 'basis') ?? null;
  const withheld = (text(call, 'withhold') ?? '').split(',').filter((n) => n !== '');
  if (!code) return misuse('受付番号を書いてください（export-person 482-137 --for 本人 --by 名前）。');
  if (!ASKED_BY.includes(asked))
    return misuse(
      `だれが求めたかを --for に書いてください（${ASKED_BY.join('、')}）。親は、子とは別に求められます。`,
    );
  if (!by) return misuse('開示を決めた人の名前を --by に書いてください。');
  if (withheld.some((n) => !/^\d+$/.test(n)))
    return misuse(
      '出さない行は、--withhold 3,5 のように、行の番号で書いてください。番号は --withhold なしで見られます。',
    );
  if (withheld.length > 0 && !basis)
    return misuse('出さない根拠を --basis に書いてください（例 78条1項2号）。');
  return withHost(call, async (deps) => {
    const held = await heldOn(deps, code);
    if (!held) {
      tell('その受付番号の相談はありません。');
      return 1;
    }
    const detail = { for: asked, by, withheld: withheld.join(' '), basis };
    const entry = {
      at: deps.now(),
      actor: cliActor(),
      act: 'person.exported',
      case: held.cases[0]!.id,
      detail,
    };
    // First the entry, then the words.
    if ((await deps.recorder.commit([], [entry])) !== 'done') return notRecorded();
    for (const line of documentOf(deps, held, new Set(withheld.map(Number)), basis)) answer(line);
    return 0;
  });
}

/** The document, its lines of words numbered so that each can be withheld. */
function documentOf(deps: Deps, held: Held, withheld: ReadonlySet<number>, basis: string | null): string[] {
  let n = 0;
  const item = (line: string): string => {
    n++;
    return withheld.has(n) ? `${n}. （出しません：${basis}）` : `${n}. ${line.replaceAll('\n', '\n   ')}`;
  };
  const nameOf = (w: string): string => deps.content().content.windows[w]?.name ?? w;
  return [
    `# あなたについて持っている情報（${dayOf(deps.now())}）`,
    '',
    held.line ? 'LINEのid：持っています（封をしてあり、ここには出しません）。' : 'LINEのid：持っていません。',
    '',
    '## 会話（送っていないもの）',
    '',
    ...(held.heard.length === 0
      ? ['ありません。']
      : held.heard.map((h) => item(`${dateAndTime(h.at)}　${h.text}`))),
    '',
    '## ページに出ていた会話',
    '',
    ...(held.shown.length === 0 ? ['ありません。'] : held.shown.flatMap((s) => shownItems(s, item))),
    ...held.cases.flatMap((c) => caseLines(c, nameOf, item)),
  ];
}

/** What was offered to choose, and the packet before it was sent, say nothing that is not said elsewhere. */
function shownItems({ said, say }: Held['shown'][number], item: (line: string) => string): string[] {
  const told = say.filter((s) => s.kind !== 'question' && s.kind !== 'preview');
  return [
    ...(said === null ? [] : [item(`あなた：${said}`)]),
    ...(told.length === 0 ? [] : [item(`案内：${plainText(told)}`)]),
  ];
}

function caseLines(
  c: HeldCase,
  nameOf: (window: string) => string,
  item: (line: string) => string,
): string[] {
  const words = c.facts.filter((f) => f.words !== null);
  return [
    '',
    `## 相談 ${c.code}`,
    '',
    `${dateAndTime(c.openedAt)}に届きました。窓口：${nameOf(c.window)}。いまは「${STATE_NAMES[c.state]}」です。`,
    '',
    ...c.lines.map((l) => item(`送った内容　${l.label}：${l.text}`)),
    ...words.map(({ fact, words }) =>
      item(
        `${dateAndTime(fact.at)}　${fact.by.startsWith('staff:') ? `職員（${STAFF_WORDS[fact.type] ?? '記録'}）` : 'あなた'}：${words}`,
      ),
    ),
    ...(c.lines.length === 0 && words.length === 0 ? ['内容は、もう残っていません。'] : []),
  ];
}

const STAFF_WORDS: Partial<Record<HeldCase['facts'][number]['fact']['type'], string>> = {
  answered: '返事',
  noted: 'メモ',
};
