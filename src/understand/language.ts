/**
 * Which language a message is written in, told by its letters and its commonest words. Never by one word alone, and never
 * where kana stand: who writes Japanese is answered in Japanese. Kanji alone are Japanese too, unless they are shapes that only Chinese has.
 */
export type Tongue = 'en' | 'pt' | 'es' | 'tl' | 'vi' | 'zh' | 'si';

const KANA = /[\u3041-\u3096\u30a1-\u30fa]/;
const SINHALA = /[\u0d80-\u0dff]{2}/;
/** Letters that no other of these languages has. */
const VIETNAMESE = /[đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/;
/** Simplified shapes, and pronouns and particles that Japanese writes in kana. */
const CHINESE = /[们这吗呢么给让谁哪话钱过还为爱电车见问请谢热难应说您你她]/;

const WORDS: Record<'en' | 'pt' | 'es' | 'tl', ReadonlySet<string>> = {
  en: new Set(
    'i me my you he she they is are am was have has need help please want cannot can not the and with for where how what who home house work job money child children husband wife school sick pain afraid thank thanks'.split(
      ' ',
    ),
  ),
  pt: new Set(
    'eu meu minha você voce não nao estou está esta tenho preciso ajuda ajudar quero dinheiro trabalho casa filho filha marido esposa escola onde como por favor para com sem uma um obrigado obrigada comida'.split(
      ' ',
    ),
  ),
  es: new Set(
    'yo mi no estoy está esta tengo necesito ayuda ayudar quiero dinero trabajo casa hijo hija marido esposa esposo escuela dónde donde cómo por favor para con sin una un gracias comida el la los'.split(
      ' ',
    ),
  ),
  tl: new Set(
    'ako ko akin ang ng mga sa po hindi wala walang may kailangan tulong tulungan gusto paano saan asawa anak pera trabaho bahay salamat na ay siya niya namin kami'.split(
      ' ',
    ),
  ),
};
/** So many of its words, and more than of any other. */
const ENOUGH = 2;

/** The language of a message; null where it is Japanese, or not clear. */
export function languageOf(text: string): Tongue | null {
  const plain = text.normalize('NFKC').toLowerCase();
  if (KANA.test(plain)) return null;
  if (SINHALA.test(plain)) return 'si';
  if (VIETNAMESE.test(plain)) return 'vi';
  if (CHINESE.test(plain)) return 'zh';
  const words = plain.match(/\p{Script=Latin}+/gu) ?? [];
  const [first, second] = (Object.keys(WORDS) as (keyof typeof WORDS)[])
    .map((tongue) => ({ tongue, hits: words.filter((w) => WORDS[tongue].has(w)).length }))
    .sort((a, b) => b.hits - a.hits);
  return first!.hits >= ENOUGH && first!.hits > second!.hits ? first!.tongue : null;
}
