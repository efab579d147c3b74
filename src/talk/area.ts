/** The question for the resident's town: asked only where it changes the window, or to be named on the telephone. Never an address. */
import { type AreaAsk, UNSURE } from '../windows/local.ts';
import { BACK, MENU_OPTION, STAFF } from './asking.ts';
import type { Option, Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speakAndAsk, type Turned } from './turned.ts';

const UNSURE_OPTION: Option = { label: texts.NOT_SURE, choice: { do: 'area', area: UNSURE } };

/** Asks for the town in words; not knowing is an answer too. */
export const askTown = (talk: Talk, text = texts.WHICH_TOWN): Turned =>
  speakAndAsk(talk, [], text, [UNSURE_OPTION, STAFF, MENU_OPTION, BACK]);

/** Asks what the windows of a need depend on: the town, which of some, or which part of it. */
export function askArea(talk: Talk, { kind, choices }: AreaAsk): Turned {
  if (choices.length === 1) return askTown(talk);
  const options = choices.map(({ id, label }): Option => ({ label, choice: { do: 'area', area: id } }));
  const text = kind === 'area' ? texts.PERHAPS_TOWN : texts.WHICH_PART;
  return speakAndAsk(talk, [], text, [...options, STAFF, MENU_OPTION, BACK]);
}
