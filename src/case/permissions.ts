/** Who may do what. Deny unless permitted; another window's case does not exist for a clerk. */
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

/** Clerks work on their own windows' cases, leads on all; operators and auditors see no words. */
export function mayWork(staff: Staff, window: string): boolean {
  if (staff.role === 'lead') return true;
  return staff.role === 'clerk' && staff.windows.includes(window);
}
