/**
 * Lanes: where the words between a resident and a window's staff go. `page`: our own page only, LINE hears that there is
 * something to read · `line`: the staff's words go to LINE too · `phone`: the window takes calls and nothing here.
 */
import type { WindowEntry } from '../content/schema.ts';

/** Whether staff of a window receive cases in this console. */
export const receives = (window: WindowEntry | undefined): boolean =>
  window?.desk !== undefined && window.desk.lane !== 'phone';
