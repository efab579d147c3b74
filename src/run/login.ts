/** Logging in with name, password and code. */
import { finder, unseal } from '../store/seal.ts';
import type { Deps } from './deps.ts';
import { checkPassword, NOBODY, PASSWORD_MAX } from './password.ts';
import { startSession } from './session.ts';
import { underThrottle } from './throttle.ts';
import { stepOf } from './totp.ts';

/** Wrong tries per name before a pause; anyone can cause the pause, nobody a lasting lockout. */
const LOGIN_TRIES = 10;
/** From one address over all names: guessing at many names is paused too. High, for one office may share an address. */
const ADDRESS_TRIES = 50;
const LOGIN_SPAN = 5 * 60_000;

interface StaffRow {
  id: string;
  password: string;
  totp_sealed: Uint8Array;
  totp_step: number;
}

export interface LoginForm {
  name: string;
  password: string;
  code: string;
}

/** Logs in: a session token, or 'wrong' (never which part was), or 'later' under throttle. `address`: whence, if known. */
export async function login(
  deps: Deps,
  form: LoginForm,
  address: string | null = null,
): Promise<string | 'wrong' | 'later'> {
  if (address === null) return loginByName(deps, form);
  const name = `login-from:${finder(deps.master, 'address', address)}`;
  return underThrottle(deps, name, ADDRESS_TRIES, LOGIN_SPAN, () => loginByName(deps, form));
}

async function loginByName(deps: Deps, form: LoginForm): Promise<string | 'wrong' | 'later'> {
  const name = form.name.trim().normalize('NFKC').slice(0, 40);
  return underThrottle(
    deps,
    `login:${finder(deps.master, 'name', name)}`,
    LOGIN_TRIES,
    LOGIN_SPAN,
    async () => {
      const [row] = await deps.store.all<StaffRow>(
        'SELECT * FROM staff WHERE name = ? AND ended_at IS NULL',
        name,
      );
      // The same work whether the name exists or not.
      const good = await checkPassword(form.password.slice(0, PASSWORD_MAX), row?.password ?? NOBODY);
      const secret = row && unseal(deps.master.wrap, `staff:${row.id}`, row.totp_sealed);
      const step = secret ? stepOf(deps, secret, form.code, row.totp_step) : null;
      if (!row || !good || step === null) return 'wrong';
      const spent = await deps.store.all(
        'UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ? RETURNING id',
        step,
        row.id,
        step,
      );
      return spent.length === 1 ? startSession(deps, row.id) : 'wrong';
    },
  );
}
