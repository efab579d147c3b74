/** 「もしかして …」: the nearest known name to a mistyped one. Short names are what fuzzy search is good at. */
import Fuse from 'fuse.js';

/** A question with the nearest name, or an empty string when none is near. */
export function perhaps(typed: string, names: Iterable<string>): string {
  const near = new Fuse([...names], { threshold: 0.4 }).search(typed)[0]?.item;
  return near ? `もしかして「${near}」ですか。` : '';
}
