// Opens a batch: the manifest must be valid and tell the truth about every file.
import { createHash, getHashes } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decompress } from 'fzstd';
import { BOM, must, read } from './lines.mjs';
import { kinds, resolve, together } from './standard.mjs';
import { parseObject } from './strictjson.mjs';
import { explain } from './structure.mjs';

const SUFFIX = /\.(nd)?json(\.gz|\.zst)?$/;

/** The manifest and the digest of its bytes, what its profile (and those of its parts, or of what it corrects: `taken`) declares of its own, its files as lines of bytes, and the files that lie there unlisted. */
export function open(folder, beside, taken) {
  const { manifest, declared } = readManifest(join(folder, 'manifest.json'), beside, taken);
  const digest = createHash('sha256').update(readFileSync(join(folder, 'manifest.json'))).digest('hex');
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
    .filter((f) => SUFFIX.test(f) && f !== 'manifest.json' && f !== 'manifest.dsse.json' && !f.startsWith('receipts/') && !places.includes(join(folder, f)) && lstatSync(join(folder, f)).isFile());
  return { manifest, digest, declared, files, unlisted };
}

/** Whether each part is judged by itself: there is one with another profile than the batch's. */
export const byPart = ({ profile, parts = [] }) => parts.some((p) => (p.profile ?? profile) !== profile);

function readManifest(path, beside, taken) {
  must(existsSync(path) && lstatSync(path).isFile(), 'no manifest.json');
  const bytes = readFileSync(path);
  must(!bytes.subarray(0, 3).equals(BOM), 'manifest.json starts with a byte-order mark');
  let value;
  try {
    value = parseObject(bytes);
  } catch (e) {
    must(false, `manifest.json: ${e.message}`);
  }
  const [fault] = explain('manifest', value);
  must(!fault, `manifest.json: ${fault?.rule} ${fault?.pointer}`);
  must(value.startDate <= value.endDate && value.startDate <= value.asOf, 'manifest.json: dates');
  const { parts = [] } = value;
  must(new Set(parts.map((p) => p.prefix)).size === parts.length, 'manifest.json: two parts have one prefix');
  const profiles = [value.profile, ...parts.map((p) => p.profile ?? value.profile)].map((id) => resolve(id, beside)).filter((p) => p !== null);
  const declared = taken ?? (byPart(value) ? together(profiles) : resolve(value.profile, beside)?.declared ?? []);
  must(declared, 'manifest.json: the profiles of the parts declare one field differently');
  for (const { recordType, kind, startDate, endDate } of value.coverage) {
    must(startDate <= endDate, 'manifest.json: dates of coverage');
    must(kind === undefined || kinds(recordType, declared).includes(kind), `manifest.json: ${recordType} has no kind ${kind}`);
  }
  checkMode(value);
  return { manifest: value, declared };
}

/** What a snapshot and a correction must say, and what only the other one says. */
function checkMode({ mode, supersedes, withdrawn, lineage, files }) {
  if (mode === 'SNAPSHOT') must(!supersedes && !withdrawn && files.length > 0, 'manifest.json: no snapshot');
  else {
    must(supersedes && !lineage && files.length + (withdrawn ?? []).length > 0, 'manifest.json: no correction');
    const taken = (withdrawn ?? []).map((w) => `${w.recordType} ${w.id}`);
    must(new Set(taken).size === taken.length, 'manifest.json: withdrawn twice');
  }
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
    return must(false, `${name}: damaged`);
  }
}
