// Opens a batch: the manifest must be valid and tell the truth about every file.
import { decompress } from 'fzstd';
import { startsWith } from './bytes.mjs';
import { BOM, must, read } from './lines.mjs';
import { kinds, resolve } from './standard.mjs';
import { parseObject } from './strictjson.mjs';
import { explain } from './structure.mjs';

const SUFFIX = /\.(nd)?json(\.gz|\.zst)?$/;

/** The manifest and the digest of its bytes, what its profile declares of its own, its files as lines of bytes, and the files that lie there unlisted. */
export function open(host, folder, beside) {
  const { manifest, declared, digest } = readManifest(host, folder, beside);
  const there = new Set(folder.paths);
  const listed = new Set(manifest.files.map(({ path }) => path));
  must(listed.size === manifest.files.length, 'file-twice');
  for (const path of listed) checkPlace(there, path);
  const files = manifest.files.map((entry) => {
    const bytes = folder.read(entry.path);
    for (const algorithm of ['sha256', 'sm3']) {
      const found = entry[algorithm] && host.digest(algorithm, bytes);
      must(!found || found === entry[algorithm].toLowerCase(), 'digest', { file: entry.path, algorithm: algorithm.toUpperCase() });
    }
    const { bom, lines } = read(unpack(host, bytes, entry.path), entry.path);
    const counted = lines.filter((l) => !l.blank).length;
    must(counted === entry.count, 'count', { file: entry.path, said: entry.count, counted });
    return { name: entry.path, recordType: entry.recordType, bom, lines };
  });
  const unlisted = folder.paths.filter((path) => SUFFIX.test(path) && path !== 'manifest.json' && path !== 'manifest.dsse.json'
    && !path.startsWith('receipts/') && !listed.has(path));
  return { manifest, digest, declared, files, unlisted };
}

function readManifest(host, folder, beside) {
  must(folder.paths.includes('manifest.json'), 'no-manifest');
  const bytes = folder.read('manifest.json');
  must(!startsWith(bytes, BOM), 'manifest-bom');
  let value;
  try {
    value = parseObject(bytes);
  } catch (e) {
    must(false, 'manifest-json', { fault: { rule: e.message, pointer: '' } });
  }
  const [fault] = explain(host, 'manifest', value);
  must(!fault, 'manifest-fault', { fault });
  must(value.startDate <= value.endDate && value.startDate <= value.asOf, 'manifest-dates');
  const declared = resolve(host.standard, value.profile, beside)?.declared ?? [];
  for (const { recordType, kind, startDate, endDate } of value.coverage) {
    must(startDate <= endDate, 'coverage-dates', { recordType });
    must(kind === undefined || kinds(host.standard, recordType, declared).includes(kind), 'coverage-kind', { recordType });
  }
  checkMode(value);
  return { manifest: value, declared, digest: host.digest('sha256', bytes) };
}

/** What a snapshot and a correction must say, and what only the other one says. */
function checkMode({ mode, supersedes, withdrawn, lineage, files }) {
  if (mode === 'SNAPSHOT') must(!supersedes && !withdrawn && files.length > 0, 'no-snapshot');
  else {
    must(supersedes && !lineage && files.length + (withdrawn ?? []).length > 0, 'no-correction');
    const taken = (withdrawn ?? []).map((w) => `${w.recordType} ${w.id}`);
    must(new Set(taken).size === taken.length, 'withdrawn-twice');
  }
}

/** A listed file is a plain one of a known kind inside the folder, reached by no link. */
function checkPlace(there, name) {
  must(!/[\\:]/.test(name) && !name.split('/').some((p) => ['', '.', '..'].includes(p)), 'file-outside', { file: name });
  must(there.has(name), 'file-absent', { file: name });
  must(SUFFIX.test(name), 'file-kind', { file: name });
}

function unpack(host, bytes, name) {
  if (!/\.(gz|zst)$/.test(name)) return bytes;
  must(bytes.length > 0, 'file-damaged', { file: name });
  try {
    return name.endsWith('.gz') ? host.gunzip(bytes) : decompress(bytes);
  } catch {
    return must(false, 'file-damaged', { file: name });
  }
}
