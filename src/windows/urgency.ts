/** Fields in which waiting hurts soonest, these first. */
const URGENT = ['DV・女性', '子ども', '生活困窮', '住まい', 'こころ・健康', '母子保健', '高齢', '障がい'];

/** The place of a field among all: 0 is the most urgent. */
export function urgencyOf(field: string): number {
  const at = URGENT.indexOf(field);
  return at === -1 ? URGENT.length : at;
}
