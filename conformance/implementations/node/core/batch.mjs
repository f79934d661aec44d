// Opens a batch: the manifest must be valid and tell the truth about every file.
import { decompress } from 'fzstd';
import { startsWith } from './bytes.mjs';
import { BOM, must, read } from './lines.mjs';
import { structuralMessage } from './messages.mjs';
import { kinds, resolve } from './standard.mjs';
import { parseObject } from './strictjson.mjs';
import { explain } from './structure.mjs';

const SUFFIX = /\.(nd)?json(\.gz|\.zst)?$/;

/**
 * The manifest and the digest of its bytes, what its profile declares of its own, its files as lines of bytes, and the files
 * that lie there unlisted. `profile` is the one to read it by, where that is not the manifest's.
 */
export function open(host, folder, beside, profile) {
  const { manifest, declared, digest } = readManifest(host, folder, beside, profile);
  const there = new Set(folder.paths);
  const listed = new Set(manifest.files.map(({ path }) => path));
  must(listed.size === manifest.files.length, 'file-twice', { path: manifest.files.map(({ path }) => path).find((path, i, all) => all.indexOf(path) < i) });
  for (const path of listed) checkPlace(there, path);
  const files = manifest.files.map((entry) => {
    const bytes = folder.read(entry.path);
    for (const algorithm of ['sha256', 'sm3']) {
      const found = entry[algorithm] && host.digest(algorithm, bytes);
      must(!found || found === entry[algorithm].toLowerCase(), 'file-digest', { path: entry.path, algorithm });
    }
    const { bom, lines } = read(unpack(host, bytes, entry.path), entry.path);
    const actual = lines.filter((l) => !l.blank).length;
    must(actual === entry.count, 'file-count', { path: entry.path, actual, listed: entry.count });
    return { name: entry.path, recordType: entry.recordType, bom, lines };
  });
  const unlisted = folder.paths.filter((path) => SUFFIX.test(path) && path !== 'manifest.json' && path !== 'manifest.dsse.json'
    && !path.startsWith('receipts/') && !listed.has(path));
  return { manifest, digest, declared, files, unlisted };
}

function readManifest(host, folder, beside, profile) {
  must(folder.paths.includes('manifest.json'), 'manifest-missing', { path: folder.name ?? '' });
  const bytes = folder.read('manifest.json');
  must(!startsWith(bytes, BOM), 'manifest-bom');
  let value;
  try {
    value = parseObject(bytes);
  } catch (e) {
    must(false, 'manifest-schema', { pointer: '/', what: structuralMessage(host.standard, 'manifest', { rule: e.message }) });
  }
  const [fault] = explain(host, 'manifest', value);
  must(!fault, 'manifest-schema', fault && { pointer: fault.pointer || '/', what: structuralMessage(host.standard, 'manifest', fault) });
  const days = `startDate ${value.startDate}, endDate ${value.endDate}, asOf ${value.asOf}`;
  must(value.startDate <= value.endDate && value.startDate <= value.asOf, 'manifest-dates', { what: days });
  if (profile) value.profile = profile;
  const declared = resolve(host.standard, value.profile, beside)?.declared ?? [];
  value.coverage.forEach(({ recordType, kind, startDate, endDate }, n) => {
    must(startDate <= endDate, 'coverage-dates', { n, kind: recordType, start: startDate, end: endDate });
    const known = kinds(host.standard, recordType, declared);
    must(kind === undefined || known.includes(kind), 'coverage-kind', { n, kind: recordType, given: kind, known: known.join(', ') });
  });
  checkMode(value);
  return { manifest: value, declared, digest: host.digest('sha256', bytes) };
}

/** What a snapshot and a correction must say, and what only the other one says. */
function checkMode({ mode, supersedes, withdrawn, lineage, files }) {
  if (mode === 'SNAPSHOT') {
    must(!supersedes && !withdrawn, 'mode-snapshot', { member: supersedes ? 'supersedes' : 'withdrawn' });
    must(files.length > 0, 'mode-no-files');
  } else {
    must(supersedes, 'mode-supersedes');
    must(!lineage, 'mode-lineage', { member: 'lineage' });
    must(files.length + (withdrawn ?? []).length > 0, 'mode-nothing');
    const taken = (withdrawn ?? []).map((w) => `${w.recordType} ${w.id}`);
    const twice = withdrawn?.find((w, i) => taken.indexOf(`${w.recordType} ${w.id}`) < i);
    must(!twice, 'withdrawn-twice', twice && { kind: twice.recordType, id: twice.id });
  }
}

/** A listed file is a plain one of a known kind inside the folder, reached by no link. */
function checkPlace(there, name) {
  must(!/[\\:]/.test(name) && !name.split('/').some((p) => ['', '.', '..'].includes(p)), 'file-outside', { path: name });
  must(there.has(name), 'file-missing', { path: name });
  must(SUFFIX.test(name), 'file-kind', { path: name });
}

/** The bytes of a file that may be packed. */
export function unpack(host, bytes, name) {
  if (!/\.(gz|zst)$/.test(name)) return bytes;
  const [, suffix] = name.match(/(\.gz|\.zst)$/);
  const damaged = { path: name, suffix, kind: suffix === '.gz' ? 'gzip' : 'Zstandard' };
  must(bytes.length > 0, 'file-not-packed', damaged);
  try {
    return name.endsWith('.gz') ? host.gunzip(bytes) : decompress(bytes);
  } catch {
    return must(false, 'file-not-packed', damaged);
  }
}
