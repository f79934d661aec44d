// The lines of a file: those of NDJSON, or the elements of an array, as bytes. No element or line spoils another.
import { decode, encode, isAscii, startsWith } from './bytes.mjs';
import { MAX_LINE } from './strictjson.mjs';

/** Why a batch is none: the key of a sentence, and what fills it in. */
export class Unreadable extends Error {
  constructor(key, values = {}) {
    super(key);
    Object.assign(this, { key, values });
  }
}

/** What must hold for a batch to be one. */
export const must = (holds, key, values) => {
  if (!holds) throw new Unreadable(key, values);
};

export const BOM = [0xef, 0xbb, 0xbf];
const [LF, QUOTE, BACKSLASH, COMMA, OPEN, CLOSE, OPEN_OBJECT, CLOSE_OBJECT] = encode('\n"\\,[]{}');
export const isSpace = (b) => b === 0x20 || b === 0x09 || b === 0x0d || b === LF;
const isOpening = (b) => b === OPEN || b === OPEN_OBJECT;
const isClosing = (b) => b === CLOSE || b === CLOSE_OBJECT;

/** {bom, lines: [{number, bytes, blank}]}: one line for each record. */
export function read(bytes, name) {
  const bom = startsWith(bytes, BOM);
  const body = bom ? bytes.subarray(3) : bytes;
  must(!isUTF16(bytes), 'file-encoding', { path: name, line: 1, guess: ' (UTF-16)' });
  const lines = [...(/\.ndjson(\.gz|\.zst)?$/.test(name) ? linesOf(body) : elementsOf(body, name))];
  must(!mostlyGB18030(lines), 'file-encoding', { path: name, line: lines.find(({ bytes: b }) => !isAscii(b))?.number, guess: ' (GB18030)' });
  return { bom, lines };
}

function* linesOf(bytes) {
  for (let from = 0, number = 1; from < bytes.length; number++) {
    const feed = bytes.indexOf(LF, from);
    const line = bytes.subarray(from, feed < 0 ? bytes.length : feed);
    yield { number, bytes: line, blank: line.every(isSpace) };
    from += line.length + 1;
  }
}

/**
 * The elements of a JSON array, each with the line on which it begins. Brackets and quotes divide them; what stands
 * between is judged like a line.
 */
function* elementsOf(bytes, name) {
  const whole = (holds) => must(holds, 'array-lines', { path: name, line: 1 });
  const skipSpace = (at) => {
    while (isSpace(bytes[at])) at++;
    return at;
  };
  const open = skipSpace(0);
  whole(bytes[open] === OPEN);
  let at = skipSpace(open + 1), number = 1, counted = 0;
  for (let more = bytes[at] !== CLOSE; more;) {
    const end = elementEnd(bytes, at);
    whole(end > at && end < bytes.length);
    for (; counted < at; counted++) if (bytes[counted] === LF) number++;
    yield { number, bytes: withoutEnd(bytes.subarray(at, end)), blank: false };
    more = bytes[end] === COMMA;
    at = more ? skipSpace(end + 1) : end;
  }
  whole(skipSpace(at + 1) === bytes.length);
}

function withoutEnd(bytes) {
  let end = bytes.length;
  while (isSpace(bytes[end - 1])) end--;
  return bytes.subarray(0, end);
}

/** Where an element ends: at the comma or the closing bracket that stands in no string and in no brackets of the element's own. */
function elementEnd(bytes, from) {
  let at = from;
  for (let depth = 0; at < bytes.length; at++) {
    const b = bytes[at];
    if (b === QUOTE) at = stringEnd(bytes, at);
    else if (isOpening(b)) depth++;
    else if (depth === 0 && (b === COMMA || b === CLOSE)) break;
    else if (depth > 0 && isClosing(b)) depth--;
  }
  return at;
}

function stringEnd(bytes, from) {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

// --- other encodings --------------------------------------------------------------------------

/** By its mark, or because letters of ASCII leave every second byte empty. */
const isUTF16 = (bytes) =>
  [0xfeff, 0xfffe].includes(bytes[0] * 256 + bytes[1]) || bytes.subarray(0, 64).filter((b) => b === 0).length > 8;

/** Whether GB18030 explains most of the lines that are not ASCII. One bad byte makes one bad line, and not a bad batch. */
function mostlyGB18030(lines) {
  const foreign = lines.filter(({ bytes }) => bytes.length <= MAX_LINE && !isAscii(bytes));
  return foreign.filter(({ bytes }) => decode(bytes) === undefined && isGB18030(bytes)).length * 2 > foreign.length;
}

/** Whether bytes have the form of GB18030: characters of one, two or four bytes. */
function isGB18030(bytes) {
  const isLead = (b) => b >= 0x81 && b <= 0xfe;
  const isDigit = (b) => b >= 0x30 && b <= 0x39;
  const lengthAt = (i) => {
    const [first, second, third, fourth] = bytes.subarray(i, i + 4);
    if (first < 0x80) return 1;
    if (isLead(first) && second >= 0x40 && second <= 0xfe && second !== 0x7f) return 2;
    return isLead(first) && isDigit(second) && isLead(third) && isDigit(fourth) ? 4 : 0;
  };
  for (let at = 0, length; at < bytes.length; at += length) {
    length = lengthAt(at);
    if (length === 0) return false;
  }
  return true;
}
