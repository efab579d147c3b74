import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trieOf } from '../../src/content/trie.ts';
import { scanner } from '../../src/understand/scan.ts';

it('finds exactly what looking for each phrase at each place finds', () => {
  const letter = fc.constantFrom('あ', 'い', 'う');
  const word = fc.array(letter, { minLength: 1, maxLength: 5 }).map((l) => l.join(''));
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 12 }),
      fc.array(letter, { maxLength: 30 }),
      (phrases, letters) => {
        const text = letters.join('');
        const expected = phrases.flatMap((p, phrase) =>
          [...Array(text.length).keys()]
            .filter((start) => text.startsWith(p, start))
            .map((start) => `${phrase}@${start}-${start + p.length}`),
        );
        const { trie, numbers } = trieOf(phrases);
        const found = scanner(trie)(text).map((h) => `${numbers.indexOf(h.phrase)}@${h.start}-${h.end}`);
        expect(found.sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 500 },
  );
});
