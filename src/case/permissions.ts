/** Who may do what. Deny unless permitted; another window's case does not exist for a clerk. */
import type { Case } from './case.ts';

export const ROLES = ['clerk', 'lead', 'operator', 'auditor'] as const;
/** 担当 · 統括 · 運用 · 監査 */
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  clerk: '担当',
  lead: '統括',
  operator: '運用',
  auditor: '監査',
};

export interface Staff {
  id: string;
  name: string;
  role: Role;
  /** Windows a clerk works for; other roles ignore it. */
  windows: string[];
}

/**
 * Clerks work on their own windows' cases, leads on all; operators and auditors see no words. A complaint is never
 * read by whom it is about, lead or not.
 */
export function mayWork(staff: Staff, on: Pick<Case, 'window' | 'leadOnly' | 'barred'>): boolean {
  if (on.barred.includes(staff.id)) return false;
  if (staff.role === 'lead') return true;
  return staff.role === 'clerk' && !on.leadOnly && staff.windows.includes(on.window);
}

/** The same as a condition of SQL on `cases c`, with its three parameters: role, windows (JSON) and id. */
export const MAY_WORK_SQL = `(? = 'lead' OR (c.lead_only = 0 AND c.window IN (SELECT value FROM json_each(?))))
  AND NOT EXISTS (SELECT 1 FROM json_each(c.barred) WHERE value = ?)`;
export const mayWorkParams = ({ role, windows, id }: Staff): [string, string, string] => [
  role,
  JSON.stringify(windows),
  id,
];
