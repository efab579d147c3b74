/** What LINE refuses about a request body. Only the rules a bot meets in practice, in LINE's words. */

/** One complaint, as LINE lists them under `details`. */
export interface Complaint {
  message: string;
  property: string;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The properties of a JSON body; none when it is not an object. */
export const fieldsOf = (body: unknown): Fields => (isFields(body) ? body : {});

/** A user, group or room id. */
export const isChatId = (id: unknown): id is string =>
  typeof id === 'string' && /^[UCR][0-9a-f]{32}$/.test(id);
/** A user id. */
export const isUserId = (id: unknown): id is string => isChatId(id) && id.startsWith('U');
/** A UUID in hexadecimal notation, the only form of a retry key. */
export const isUuid = (key: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key);

const TEXTS = ['text', 'textV2'];
const TITLED = ['flex', 'template', 'imagemap'];
const TYPES = [...TEXTS, ...TITLED, 'sticker', 'image', 'video', 'audio', 'location', 'coupon'];

/** String length is counted in UTF-16 units, as LINE counts texts and altTexts. */
function lengthOf(text: unknown, max: number, property: string): Complaint[] {
  if (typeof text !== 'string' || text === '') return [{ message: 'May not be empty', property }];
  return text.length > max ? [{ message: `Length must be between 0 and ${max}`, property }] : [];
}

function sizeOf(list: unknown, max: number, property: string): Complaint[] {
  const fits = Array.isArray(list) && list.length >= 1 && list.length <= max;
  return fits ? [] : [{ message: `Size must be between 1 and ${max}`, property }];
}

function messageComplaints(value: unknown, at: string): Complaint[] {
  const { type, text, altText, quickReply } = fieldsOf(value);
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    const message = `Must be one of the following values: [${TYPES.join(', ')}]`;
    return [{ message, property: `${at}.type` }];
  }
  const complaints: Complaint[] = [];
  if (TEXTS.includes(type)) complaints.push(...lengthOf(text, 5000, `${at}.text`));
  if (TITLED.includes(type)) complaints.push(...lengthOf(altText, 1500, `${at}.altText`));
  if (quickReply !== undefined) {
    complaints.push(...sizeOf(fieldsOf(quickReply).items, 13, `${at}.quickReply.items`));
  }
  return complaints;
}

/** Complaints about the `messages` of a push or a validation. */
export function messagesComplaints(messages: unknown): Complaint[] {
  if (!Array.isArray(messages)) return [{ message: 'May not be empty', property: 'messages' }];
  return [
    ...sizeOf(messages, 5, 'messages'),
    ...messages.flatMap((message, i) => messageComplaints(message, `messages[${i}]`)),
  ];
}

/** Complaints about a reply. */
export const replyComplaints = ({ replyToken, messages }: Fields): Complaint[] => [
  ...lengthOf(replyToken, 200, 'replyToken'),
  ...messagesComplaints(messages),
];

/** Complaints about the loading animation: people only, 5 to 60 seconds in steps of five. */
export function loadingComplaints({ chatId, loadingSeconds = 20 }: Fields): Complaint[] {
  const seconds = Number(loadingSeconds);
  const complaints: Complaint[] = [];
  if (!isUserId(chatId)) complaints.push({ message: 'Only user id is acceptable', property: 'chatId' });
  const property = 'loadingSeconds';
  if (!(seconds >= 5 && seconds <= 60)) complaints.push({ message: 'Must be between 5 and 60', property });
  if (seconds % 5 !== 0) complaints.push({ message: 'must be a multiple of five', property });
  return complaints;
}

const graphemes = (text: unknown): number =>
  typeof text === 'string' ? [...new Intl.Segmenter('ja').segment(text)].length : Number.POSITIVE_INFINITY;
const atMost = (text: unknown, max: number, property: string): Complaint[] =>
  graphemes(text) <= max ? [] : [{ message: `Length must be between 0 and ${max}`, property }];

/** Complaints about a rich menu: what every menu must say of itself, its lengths, and areas that leave the picture. */
export function richMenuComplaints(menu: Fields): Complaint[] {
  const missing = ['size', 'selected', 'name', 'chatBarText', 'areas']
    .filter((property) => menu[property] === undefined)
    .map((property) => ({ message: 'must be specified', property }));
  if (missing.length > 0) return missing;
  const areas = Array.isArray(menu.areas) ? menu.areas : [];
  return [
    ...atMost(menu.name, 300, 'name'),
    ...atMost(menu.chatBarText, 14, 'chatBarText'),
    ...(areas.length > 20 ? [{ message: 'Size must be between 0 and 20', property: 'areas' }] : []),
    ...areas.flatMap((area, i) => areaComplaints(fieldsOf(area), fieldsOf(menu.size), `areas[${i}]`)),
  ];
}

function areaComplaints(area: Fields, size: Fields, at: string): Complaint[] {
  const { x, y, width, height } = fieldsOf(area.bounds);
  const { label = '', data = '' } = fieldsOf(area.action);
  const inside =
    Number(x) + Number(width) <= Number(size.width) && Number(y) + Number(height) <= Number(size.height);
  return [
    ...(inside ? [] : [{ message: 'must be within the size of the richmenu', property: `${at}.bounds` }]),
    ...atMost(label, 20, `${at}.action.label`),
    ...atMost(data, 300, `${at}.action.data`),
  ];
}
