/** The six digits of an authenticator app. */
import { verifySync } from 'otplib';
import type { Deps } from './deps.ts';

/** The time step of a right code newer than `after`; null otherwise. A code works once, and half a minute early or late. */
export function stepOf(deps: Deps, secret: string, code: string, after: number): number | null {
  const token = code.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(deps.deviceNow() / 1000);
  const result = verifySync({
    secret,
    token,
    epoch,
    epochTolerance: 30,
    ...(after > 0 ? { afterTimeStep: after } : {}),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
