/** Golden talks: a whole conversation as a file, exact to the letter, readable by a clerk. */
import { stringify } from 'yaml';
import type { Door } from './talk.ts';

export interface GoldenTurn {
  resident: string;
  bot: string;
}

export interface Golden {
  name: string;
  city: string;
  /** ISO 8601 with offset: the time of the talk. */
  at: string;
  door: Door;
  talk: GoldenTurn[];
}

/** The file of a golden talk. */
export const goldenYaml = (golden: Golden): string =>
  stringify(golden, { lineWidth: 0, blockQuote: 'literal' });
