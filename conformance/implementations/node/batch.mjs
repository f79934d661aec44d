// Opens a batch: the manifest must be valid and tell the truth about every file.
import { isAscii, isUtf8 } from 'node:buffer';
import { createHash, getHashes } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decompress } from 'fzstd';
import { kinds } from './standard.mjs';
import { MAX_LINE, parseObject } from './strictjson.mjs';
import { explain } from './structure.mjs';

export class Unreadable extends Error {}

const SUFFIX = /\.(nd)?json(\.gz|\.zst)?$/;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const must = (holds, why) => {
  if (!holds) throw new Unreadable(why);
};

/** The manifest, its files as lines of bytes, and the files that lie there unlisted. */
export function open(folder) {
  const manifest = readManifest(join(folder, 'manifest.json'));
  const places = manifest.files.map(({ path }) => inside(folder, path));
  must(new Set(places).size === places.length, 'a file is listed twice');
  const files = manifest.files.map((entry, i) => {
    const bytes = readFileSync(places[i]);
    for (const algorithm of ['sha256', 'sm3']) {
      if (entry[algorithm] === undefined || !getHashes().includes(algorithm)) continue;
      must(createHash(algorithm).update(bytes).digest('hex') === entry[algorithm].toLowerCase(), `${entry.path}: digest`);
    }
    const { bom, lines } = read(unpack(bytes, entry.path), entry.path);
    must(lines.filter((l) => !l.blank).length === entry.count, `${entry.path}: count`);
    return { name: entry.path, recordType: entry.recordType, bom, lines };
  });
  const unlisted = readdirSync(folder, { recursive: true }).map((f) => f.replaceAll('\\', '/'))
    .filter((f) => SUFFIX.test(f) && f !== 'manifest.json' && !places.includes(join(folder, f)) && lstatSync(join(folder, f)).isFile());
  return { manifest, files, unlisted };
}

function readManifest(path) {
  must(existsSync(path) && lstatSync(path).isFile(), 'no manifest.json');
  const bytes = readFileSync(path);
  must(!bytes.subarray(0, 3).equals(BOM), 'manifest.json starts with a byte-order mark');
  let value;
  try {
    value = parseObject(bytes);
  } catch (e) {
    throw new Unreadable(`manifest.json: ${e.message}`);
  }
  const [fault] = explain('manifest', value);
  must(!fault, `manifest.json: ${fault?.rule} ${fault?.pointer}`);
  must(value.startDate <= value.endDate && value.startDate <= value.asOf, 'manifest.json: dates');
  for (const { recordType, kind, startDate, endDate } of value.coverage) {
    must(startDate <= endDate, 'manifest.json: dates of coverage');
    must(kind === undefined || kinds(recordType).includes(kind), `manifest.json: ${recordType} has no kind ${kind}`);
  }
  return value;
}

/** The place of a listed file: a plain file of a known kind inside the folder, reached by no link. */
function inside(folder, name) {
  const parts = name.split('/');
  must(!/[\\:]/.test(name) && !parts.some((p) => ['', '.', '..'].includes(p)), `${name} leads out of the batch`);
  let place = folder;
  for (const part of parts) {
    place = join(place, part);
    const stat = lstatSync(place, { throwIfNoEntry: false });
    must(stat && !stat.isSymbolicLink(), `${name} is missing or a link`);
  }
  must(lstatSync(place).isFile() && SUFFIX.test(name), `${name} is no file of a known kind`);
  return place;
}

function unpack(bytes, name) {
  if (!/\.(gz|zst)$/.test(name)) return bytes;
  must(bytes.length > 0, `${name}: nothing is there to unpack`);
  try {
    return name.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(decompress(bytes));
  } catch {
    throw new Unreadable(`${name}: damaged`);
  }
}

const [LF, QUOTE, BACKSLASH, COMMA] = Buffer.from('\n"\\,');
const isSpace = (b) => b === 0x20 || b === 0x09 || b === 0x0d || b === LF;
const isOpening = (b) => b === 0x5b || b === 0x7b;
const isClosing = (b) => b === 0x5d || b === 0x7d;

/** {bom, lines: [{number, bytes, blank}]}: one line for each record. */
function read(bytes, name) {
  const bom = bytes.subarray(0, 3).equals(BOM);
  const body = bom ? bytes.subarray(3) : bytes;
  must(!isUTF16(bytes), `${name} is in UTF-16`);
  const lines = [...(name.includes('.ndjson') ? linesOf(body) : elementsOf(body, name))];
  must(!mostlyGB18030(lines), `${name} is in GB18030`);
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

/** The elements of a JSON array, each with the line on which it begins. Brackets and strings divide them: what stands between is judged like a line. */
function* elementsOf(bytes, name) {
  const whole = (holds) => must(holds, `${name} is not one JSON array`);
  let at = 0, number = 1;
  const walk = (on) => {
    for (; at < bytes.length && on(at); at++) number += bytes[at] === LF ? 1 : 0;
  };
  const skipSpace = () => walk((i) => isSpace(bytes[i]));
  skipSpace();
  whole(bytes[at++] === 0x5b);
  skipSpace();
  if (bytes[at] === 0x5d) at++;
  else do {
    skipSpace();
    const end = elementEnd(bytes, at);
    let last = end;
    while (last > at && isSpace(bytes[last - 1])) last--;
    whole(last > at && end < bytes.length);
    yield { number, bytes: bytes.subarray(at, last), blank: false };
    walk((i) => i < end);
  } while (bytes[at++] === COMMA);
  skipSpace();
  whole(at === bytes.length);
}

/** Where an element ends: at the comma or the closing bracket that stands in no string and in no brackets of the element's own. */
function elementEnd(bytes, from) {
  let at = from;
  for (let depth = 0; at < bytes.length; at++) {
    const b = bytes[at];
    if (b === QUOTE) at = stringEnd(bytes, at);
    else if (isOpening(b)) depth++;
    else if (depth === 0 && (b === COMMA || b === 0x5d)) break;
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
const isUTF16 = (bytes) => [0xfeff, 0xfffe].includes(bytes[0] * 256 + bytes[1]) || bytes.subarray(0, 64).filter((b) => b === 0).length > 8;

/** Whether GB18030 explains most of the lines that are not ASCII. One bad byte makes one bad line, and not a bad batch. */
function mostlyGB18030(lines) {
  const foreign = lines.filter(({ bytes }) => bytes.length <= MAX_LINE && !isAscii(bytes));
  return foreign.filter(({ bytes }) => !isUtf8(bytes) && isGB18030(bytes)).length * 2 > foreign.length;
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
