/**
 * Names of third persons in what a neighbour or a supporter wrote. Rules cannot find every name in Japanese; those that
 * stand before さん, くん … are covered, and the writer looks over the rest before sending.
 */

export const UNNAMED = '○○';

/** Who somebody is to somebody, which is no name. */
const RELATIONS = new Set(
  (
    '奥 旦那 娘 息子 嫁 婿 孫 父 母 兄 姉 弟 妹 叔父 叔母 伯父 伯母 祖父 祖母 爺 婆 隣 隣人 客 患者 利用者 家主 大家 業者 ' +
    '民生委員 町内会長 自治会長 会長 班長 先生 医者 看護師 保健師 警察 職員 担当者 担当 相談員 支援員 近所 隣家 親 親御 子 ' +
    '赤 坊 甥 姪 皆 神 仏 何 誰 本人 友人 知人 同僚 上司 部下 外人 外国人 お隣 お客 お子 お孫 お嫁 お母 お父 お兄 お姉 お爺 お婆 ' +
    'ケアマネ ヘルパー ケアマネージャー ママ パパ ナース オーナー スタッフ'
  ).split(' '),
);

const BEFORE_TITLE = /(?<!\p{Script=Han})(\p{Script=Han}{1,4}|[ァ-ヴー]{2,8})(さん|ちゃん|くん|君|様|氏)/gu;

/** The text with 「○○」 where a name stands before さん and the like. */
export const withoutNames = (text: string): string =>
  text.replace(BEFORE_TITLE, (all, name: string, title: string) =>
    RELATIONS.has(name) ? all : `${UNNAMED}${title}`,
  );
