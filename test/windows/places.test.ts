/** Windows as they hold on a day: names and windows that come and go, desks for women, lines that stand in. */
import { describe, expect, it } from 'vitest';
import type { Content, Prepared } from '../../src/content/content.ts';
import type { WindowEntry } from '../../src/content/schema.ts';
import { cardsOf } from '../../src/windows/card.ts';
import { route } from '../../src/windows/route.ts';
import { contentOf } from '../rig/service.ts';

const NEED = 'dv_women';
const at = (iso: string): number => Date.parse(`${iso}+09:00`);
const MARCH = at('2027-03-31T10:00:00');
const APRIL = at('2027-04-01T10:00:00');

/** 平塚 with windows changed or added, and the ids that answer the need. */
function changed(windows: Record<string, Partial<WindowEntry>>, ids: string[]): Prepared {
  const prepared = contentOf();
  const { content } = prepared;
  const base = content.windows['hiratsuka-fukushimura-others']!;
  const own = Object.entries(windows).map(([id, over]) => [id, { ...base, id, ...over }]);
  const next: Content = {
    ...content,
    windows: { ...content.windows, ...Object.fromEntries(own) },
    routes: { ...content.routes, [NEED]: { windows: ids } },
  };
  return { ...prepared, content: next };
}

const namesOf = (prepared: Prepared, now: number, topics: string[] = []): string[] =>
  route(prepared, NEED, now, topics).map((p) => p.window.name);

describe('a change of 1 April is entered in March', () => {
  it('a window goes and another comes', () => {
    const prepared = changed(
      { old: { name: '旧', until: '2027-03-31' }, new: { name: '新', from: '2027-04-01' } },
      ['old', 'new'],
    );
    expect([namesOf(prepared, MARCH), namesOf(prepared, APRIL)]).toEqual([['旧'], ['新']]);
  });

  it('a name changes, the window stays', () => {
    const prepared = changed({ one: { name: '旧', renamed: { name: '新', from: '2027-04-01' } } }, ['one']);
    expect([namesOf(prepared, MARCH), namesOf(prepared, APRIL)]).toEqual([['旧'], ['新']]);
  });

  it('when none is left, the switchboard answers', () => {
    const prepared = changed({ old: { until: '2027-03-31' } }, ['old']);
    expect(namesOf(prepared, APRIL)).toEqual(['平塚市役所（代表電話）']);
  });
});

describe('a desk for women', () => {
  const prepared = changed({ josei: { name: '女性の窓口', asker: '女性' }, any: { name: 'だれでも' } }, [
    'josei',
    'any',
  ]);
  it('is shown, but not where it is known that a man asks', () => {
    expect(namesOf(prepared, MARCH)).toEqual(['女性の窓口', 'だれでも']);
    expect(namesOf(prepared, MARCH, ['dv_women.man'])).toEqual(['だれでも']);
  });
});

describe('ways for those who cannot call', () => {
  const from = { source: 'x', seen: null, checked: '2026-11-21', by: 'import' } as const;
  const notesOf = (over: Partial<WindowEntry>, now = MARCH): string =>
    cardsOf(route(changed({ one: over }, ['one']), NEED, now, []), undefined)[0]!.notes.join('\n');

  it('are named when confirmed, and only then', () => {
    const fax = (state: 'yes' | 'after_check' | 'no') => ({
      faxes: [{ display: '0463-00-0001', state, ...from }],
      mails: [{ address: 'a@example.jp', state, ...from }],
      accounts: [{ id: '@example', state, ...from }],
    });
    expect(notesOf(fax('yes'))).toContain(
      '電話がむずかしいとき：FAX 0463-00-0001　メール a@example.jp　LINE @example',
    );
    for (const state of ['after_check', 'no'] as const)
      expect(notesOf(fax(state))).not.toMatch(/0463-00-0001|example/);
  });

  it('a FAX number past its shelf life is no longer named', () => {
    const faxes = [{ display: '0463-00-0001', state: 'yes' as const, ...from }];
    expect(notesOf({ faxes }, at('2027-05-20T10:00:00'))).toContain('FAX');
    expect(notesOf({ faxes }, at('2027-05-21T10:00:00'))).not.toContain('FAX');
  });

  it('languages are named', () => {
    expect(notesOf({ languages: ['日本語', 'ポルトガル語'] })).toContain(
      '使えることば：日本語、ポルトガル語',
    );
  });
});
