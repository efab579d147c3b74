/**
 * How a text is read aloud, in kana: what people type who use no kanji. Made by a dictionary when content is compiled;
 * nothing of it runs when a message comes in.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { memory } from './remembered.ts';

interface Token {
  surface_form: string;
  reading?: string;
}
interface Tokenizer {
  tokenize(text: string): Token[];
}

const load = createRequire(import.meta.url);
let tokenizer: Tokenizer | null = null;

/** The reading of a text in kana; what the dictionary does not know stays as it was written. */
export function readingOf(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  const { readings } = memory();
  readings[text] ??= read(text);
  return readings[text];
}

/** The reading of a text that was read before; undefined where it was not. */
export const knownReading = (text: string): string | undefined => memory().readings[text];

function read(text: string): string {
  tokenizer ??= openDictionary();
  return tokenizer
    .tokenize(text)
    .map((t) => (t.reading === undefined || t.reading === '*' ? t.surface_form : t.reading))
    .join('');
}

/** kuromoji only offers a callback; its files are read here at once, so that compiling stays one plain call. */
function openDictionary(): Tokenizer {
  const folder = path.dirname(load.resolve('kuromoji/package.json'));
  const Loader = load('kuromoji/src/loader/DictionaryLoader.js');
  const Tokenizer = load('kuromoji/src/Tokenizer.js');
  const loader = new Loader(path.join(folder, 'dict'));
  loader.loadArrayBuffer = (file: string, done: (fault: null, buffer: ArrayBuffer) => void): void => {
    const bytes = gunzipSync(readFileSync(file));
    done(null, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
  };
  let opened: Tokenizer | null = null;
  loader.load((fault: unknown, dictionary: unknown) => {
    if (fault) throw fault;
    opened = new Tokenizer(dictionary);
  });
  if (!opened) throw new Error('the dictionary for readings did not open');
  return opened;
}
