// Opens a batch: the manifest must be valid and tell the truth about every file.
import { createHash, getHashes } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decompress } from 'fzstd';
import * as strict from './strictjson.mjs';
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
      must(createHash(algorithm).update(bytes).digest('hex') === entry[algorithm], `${entry.path}: digest`);
    }
    const file = lines(unpack(bytes, entry.path), entry.path);
    must(file.lines.filter((l) => !l.blank).length === entry.count, `${entry.path}: count`);
    return { name: entry.path, recordType: entry.recordType, ...file };
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
    value = strict.parse(bytes);
  } catch (e) {
    throw new Unreadable(`manifest.json: ${e.message}`);
  }
  must(value && typeof value === 'object' && !Array.isArray(value), 'manifest.json is not an object');
  const [fault] = explain('manifest', value);
  must(!fault, `manifest.json: ${fault?.rule} ${fault?.pointer}`);
  must(value.startDate <= value.endDate && value.startDate <= value.asOf, 'manifest.json: dates');
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
  try {
    if (name.endsWith('.gz')) return gunzipSync(bytes);
    return name.endsWith('.zst') ? Buffer.from(decompress(bytes)) : bytes;
  } catch {
    throw new Unreadable(`${name}: damaged`);
  }
}

const isSpace = (b) => b === 0x20 || b === 0x09 || b === 0x0d || b === 0x0a;

function trim(bytes) {
  let from = 0, to = bytes.length;
  while (from < to && isSpace(bytes[from])) from++;
  while (to > from && isSpace(bytes[to - 1])) to--;
  return bytes.subarray(from, to);
}

/** {bom, lines: [{number, bytes, blank}]}: one line for each record. */
function lines(bytes, name) {
  const bom = bytes.subarray(0, 3).equals(BOM);
  const body = bom ? bytes.subarray(3) : bytes;
  if (!name.includes('.ndjson')) return { bom, lines: elements(body, name) };
  const out = [];
  for (let from = 0, number = 1; from < body.length; number++) {
    let to = body.indexOf(10, from);
    if (to < 0) to = body.length;
    const line = trim(body.subarray(from, to));
    out.push({ number, bytes: line, blank: line.length === 0 });
    from = to + 1;
  }
  return { bom, lines: out };
}

/** The elements of a JSON array, each with the line on which it begins. */
function elements(bytes, name) {
  const text = strict.decode(bytes);
  must(text !== null && strict.depth(bytes) <= strict.MAX_DEPTH, `${name}: not UTF-8, or too deep`);
  const out = [];
  let at = 0, number = 1;
  const space = () => {
    for (; ' \t\r\n'.includes(text[at] ?? 'x'); at++) number += text[at] === '\n' ? 1 : 0;
  };
  space();
  if (at >= text.length) return out;
  must(text[at++] === '[', `${name}: no array`);
  space();
  if (text[at] === ']') at++;
  else {
    for (let next = ','; next === ',';) {
      space();
      let end;
      try {
        [, end] = strict.scan(text, at, true);
      } catch {
        throw new Unreadable(`${name}: not valid JSON in line ${number}`);
      }
      out.push({ number, bytes: Buffer.from(text.slice(at, end)), blank: false });
      number += text.slice(at, end).split('\n').length - 1;
      at = end;
      space();
      next = text[at++];
      must(next === ',' || next === ']', `${name}: not an array`);
    }
  }
  space();
  must(at >= text.length, `${name}: something follows the array`);
  return out;
}
