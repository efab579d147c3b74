/** Logging in with name, password and a code: of an authenticator app, or printed. */
import { finder, unseal } from '../store/seal.ts';
import { spendCode } from './codes.ts';
import type { Deps } from './deps.ts';
import { checkPassword, NOBODY, PASSWORD_MAX } from './password.ts';
import { startSession } from './session.ts';
import { underThrottle } from './throttle.ts';
import { stepOf } from './totp.ts';

/** Wrong tries per name before a pause; anyone can cause the pause, nobody a lasting lockout. */
export const LOGIN_TRIES = 10;
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

export interface Whence {
  /** The visitor's address, where it is known. */
  address: string | null;
  /** What the device keeps of those who logged in from it before (knownDevice). */
  devices: readonly string[];
}

export interface LoggedIn {
  token: string;
  /** For the device's own cookie. */
  device: string;
}

/**
 * Logs in, or 'wrong' (never which part was), or 'later' under throttle. A device that somebody logged in from before
 * has tries of its own: an outsider who guesses at a name cannot keep its owner out (OWASP: device cookies).
 */
export async function login(
  deps: Deps,
  form: LoginForm,
  whence: Whence,
): Promise<LoggedIn | 'wrong' | 'later'> {
  const name = form.name.trim().normalize('NFKC').slice(0, 40);
  const [row] = await deps.store.all<StaffRow>(
    'SELECT * FROM staff WHERE name = ? AND ended_at IS NULL',
    name,
  );
  if (row && whence.devices.includes(knownDevice(deps, row)))
    return underThrottle(deps, `login-known:${row.id}`, LOGIN_TRIES, LOGIN_SPAN, () =>
      attempt(deps, row, form),
    );
  const byName = () =>
    underThrottle(deps, `login:${finder(deps.master, 'name', name)}`, LOGIN_TRIES, LOGIN_SPAN, () =>
      attempt(deps, row, form),
    );
  if (whence.address === null) return byName();
  const from = `login-from:${finder(deps.master, 'address', whence.address)}`;
  return underThrottle(deps, from, ADDRESS_TRIES, LOGIN_SPAN, byName);
}

/** Names a device as one of somebody's, until their password changes. */
const knownDevice = (deps: Deps, { id, password }: Pick<StaffRow, 'id' | 'password'>): string =>
  finder(deps.master, 'known', `${id}\n${password}`);

async function attempt(deps: Deps, row: StaffRow | undefined, form: LoginForm): Promise<LoggedIn | 'wrong'> {
  if (!(await isRight(deps, row, form))) return 'wrong';
  return { token: await startSession(deps, row!.id, 'password'), device: knownDevice(deps, row!) };
}

/** Whether password and code are somebody's; the code is used up with it. The same work whether the name exists or not. */
async function isRight(
  deps: Deps,
  row: StaffRow | undefined,
  { password, code }: Pick<LoginForm, 'password' | 'code'>,
): Promise<boolean> {
  const good = await checkPassword(password.slice(0, PASSWORD_MAX), row?.password ?? NOBODY);
  if (!row || !good) return false;
  return (await spendStep(deps, row, code)) || spendCode(deps, row.id, code);
}

async function spendStep(deps: Deps, row: StaffRow, code: string): Promise<boolean> {
  const secret = unseal(deps.master.wrap, `staff:${row.id}`, row.totp_sealed);
  const step = secret ? stepOf(deps, secret, code, row.totp_step) : null;
  if (step === null) return false;
  const spent = await deps.store.all(
    'UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ? RETURNING id',
    step,
    row.id,
    step,
  );
  return spent.length === 1;
}

/** Whether whoever is logged in shows once more who they are. Throttled like a login from a known device. */
export async function proveAgain(
  deps: Deps,
  staff: string,
  form: Pick<LoginForm, 'password' | 'code'>,
): Promise<'right' | 'wrong' | 'later'> {
  const [row] = await deps.store.all<StaffRow>(
    'SELECT * FROM staff WHERE id = ? AND ended_at IS NULL',
    staff,
  );
  return underThrottle(deps, `login-known:${staff}`, LOGIN_TRIES, LOGIN_SPAN, async () =>
    (await isRight(deps, row, form)) ? 'right' : 'wrong',
  );
}
