/**
 * One spelling for many: the same sentence typed half-width, in katakana, with spaces or drawn-out vowels
 * folds to the same string. Rules and messages pass through the same fold, so they meet.
 */

const KATAKANA = /[\u30a1-\u30f6]/g;
/** Everything that carries no meaning for us: spaces, punctuation, symbols, emoji, joiners, long vowel marks. */
const SILENT = /[\p{White_Space}\p{P}\p{S}\p{Cf}\p{M}\u30fc\u{1f000}-\u{1faff}]+/gu;
const SENTENCE_END = /[。．！？!?\n\r]+|\.(?=\s|$)/u;
/** Small vowels that only draw a sound out (死にたぁい): those that repeat the vowel before them. */
const DRAWN_OUT = new RegExp(
  [
    'あかさたなはまやらわがざだばぱゃ',
    'いきしちにひみりぎじぢびぴ',
    'うくすつぬふむゆるぐずづぶぷゅ',
    'えけせてねへめれげぜでべぺ',
    'おこそとのほもよろをごぞどぼぽょ',
  ]
    .map((row, i) => `(?<=[${row}])${'ぁぃぅぇぉ'[i]}+`)
    .join('|'),
  'g',
);
/** Other small vowels written for full ones (死にたぃ). */
const SMALL = /[ぁぃぅぇぉ]/g;

/**
 * Words that are written with more or fewer kana behind a kanji (文化庁「送り仮名の付け方」 allows most of these side by
 * side). The first of a row stands for all.
 */
const OKURIGANA: (readonly [string, string])[] = [
  '引っ越し 引越し 引越 ひっ越し',
  '申し込み 申込み 申込 申しこみ',
  '申し込む 申込む',
  '受け付け 受付け 受付',
  '取り消し 取消し 取消',
  '振り込み 振込み 振込',
  '支払い 支払 支はらい',
  '手続き 手続',
  '送り迎え 送迎え',
  '付き添い 付添い 付添 つき添い 付きそい',
  '付き添っ 付添っ つき添っ',
  '話し相手 話相手 はなし相手',
  '買い物 買物 かい物',
  '食べ物 食物 食べもの',
  '飲み物 飲物',
  '立ち退き 立退き 立退',
  '寝たきり 寝た切り ねたきり',
  '引きこもり 引き籠もり 引き籠り 引籠もり 引籠り 引き込もり ひき籠もり',
  '閉じこもり 閉じ籠もり 閉じ籠り',
  '片付け 片づけ',
  '後片付け 後片づけ',
  '草むしり 草毟り',
  '物忘れ もの忘れ',
  '暮らし 暮し',
  '終わり 終り',
  '生まれ 生れ',
  '落とし 落し',
  '問い合わせ 問合せ 問合わせ 問い合せ',
  '待ち合わせ 待合せ 待合わせ',
  '打ち合わせ 打合せ 打合わせ',
  '組み立て 組立て 組立',
  '乗り換え 乗換え 乗換',
  '切り替え 切替え 切替',
  '取り替え 取替え 取替',
  '借り入れ 借入れ 借入',
  '貸し付け 貸付け 貸付',
  '差し押さえ 差押え 差し押え 差押',
  '取り立て 取立て 取立',
  '預かり 預り',
  '受け取り 受取り 受取',
  '書き方 書方',
  '呼び出し 呼出し 呼出',
  '締め切り 締切り 締切',
  '飛び降り 飛び下り 飛降り',
  '聞こえ 聞え',
]
  .map((row) => row.split(' '))
  .flatMap(([whole, ...others]) => [whole, ...others].map((o) => [o!, whole!] as const));
const WHOLE = new Map(OKURIGANA);
/** The longest first, whole ones too: 手続き is not 手続 with more behind it. */
const SHORTENED = new RegExp([...WHOLE.keys()].sort((a, b) => b.length - a.length).join('|'), 'g');

/** Folded form of a text: NFKC, lower case, katakana as hiragana, no spaces or marks. Never throws. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(SILENT, '')
    .replace(KATAKANA, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .replace(DRAWN_OUT, '')
    .replace(SMALL, (c) => String.fromCharCode(c.charCodeAt(0) + 1))
    .replace(SHORTENED, (o) => WHOLE.get(o)!);
}

/** The sentences of a message, folded, empty ones left out. */
export const foldSentences = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(SENTENCE_END)
    .map(fold)
    .filter((s) => s !== '');
