/** Numbers nobody here needs, taken out of a sentence before anything is kept. */

/** Stands where a number was. */
export const MASKED = '〔番号〕';

/** Runs of digits as people write them: full width, with spaces or hyphens between. */
const DIGITS = /[0-9０-９](?:[\s　‐‑–—−ー－-]?[0-9０-９]){6,18}/gu;
const ACCOUNT = /(?:口座|普通|当座|こうざ)/u;

/** The text with マイナンバー, card and account numbers replaced. Telephone and postal numbers stay. */
export function maskNumbers(text: string): string {
  return text.replace(DIGITS, (run, offset: number) => {
    const digits = run.normalize('NFKC').replace(/\D/g, '');
    const before = text.slice(Math.max(0, offset - 12), offset);
    const secret = isMyNumber(digits) || isCard(digits) || (digits.length === 7 && ACCOUNT.test(before));
    return secret ? MASKED : run;
  });
}

/** 12 digits whose last is the check digit of 番号法施行令8条 (総務省令第85号5条). */
function isMyNumber(digits: string): boolean {
  if (digits.length !== 12) return false;
  const [check, ...rest] = [...digits].map(Number).reverse();
  const sum = rest.reduce((total, p, i) => total + p * (i < 6 ? i + 2 : i - 4), 0);
  const remainder = sum % 11;
  return check === (remainder <= 1 ? 0 : 11 - remainder);
}

/** 14 to 19 digits with a valid Luhn check digit (ISO/IEC 7812-1). */
function isCard(digits: string): boolean {
  if (digits.length < 14) return false;
  const sum = [...digits].reverse().reduce((total, d, i) => {
    const doubled = Number(d) * (i % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
