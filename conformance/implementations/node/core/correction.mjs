// What a correction comes to with its base: a snapshot, the same bytes in every implementation.
import { open } from './batch.mjs';
import { encode, joined } from './bytes.mjs';
import { isSpace, must } from './lines.mjs';
import { MAX_LINE, Refused, parseObject } from './strictjson.mjs';
import { explain, idOf } from './structure.mjs';

/** The files of the snapshot by their paths, and the digest of its manifest. */
export function apply(host, baseFolder, folder, beside) {
  const base = open(host, baseFolder, beside), correction = open(host, folder, beside);
  checkFit(base, correction);
  const { manifest: was } = base, { manifest: said } = correction;
  const missing = new Set((said.withdrawn ?? []).map((w) => `${w.recordType} ${w.id}`));
  const files = [], written = new Map();
  for (const recordType of host.standard.recordTypes) {
    const content = change(host, recordType, textsOf(base, recordType), textsOf(correction, recordType), missing, correction.declared);
    if (content.length === 0) continue;
    const path = `${recordType}.ndjson`, bytes = joined(content.flatMap((text) => [text, encode('\n')]));
    written.set(path, bytes);
    files.push({ path, recordType, count: content.length, sha256: host.digest('sha256', bytes) });
  }
  must(missing.size === 0, 'withdrawn-missing', { kind: '', id: [...missing][0] });
  must(files.length > 0, 'correction-empties', { path: '' });
  const { standard, sender, receiver, profile, startDate, endDate, coverage, parts, ext } = was;
  const outcome = {
    standard, batchId: said.batchId, sender, receiver, profile, startDate, endDate, asOf: was.asOf > said.asOf ? was.asOf : said.asOf,
    mode: 'SNAPSHOT', lineage: [...(was.lineage ?? [named(base)]), named(correction)], parts, coverage, files, ext,
  };
  const bytes = encode(`${JSON.stringify(ordered(outcome), null, 2)}\n`);
  written.set('manifest.json', bytes);
  return { files: written, digest: host.digest('sha256', bytes) };
}

const named = ({ manifest, digest }) => ({ batchId: manifest.batchId, manifest: digest });

/** Members in the order of the schema, also inside. */
const pick = (names, value) => value && Object.fromEntries(names.filter((n) => value[n] !== undefined).map((n) => [n, value[n]]));
const ordered = (manifest) => ({
  ...manifest,
  sender: pick(['id', 'name'], manifest.sender),
  receiver: pick(['id', 'name'], manifest.receiver),
  lineage: manifest.lineage.map((n) => pick(['batchId', 'manifest'], n)),
  parts: manifest.parts?.map((p) => pick(['prefix', 'sender', 'batchId', 'manifest', 'shared'], p)),
  coverage: manifest.coverage.map((c) => pick(['recordType', 'kind', 'startDate', 'endDate'], c)),
});

function checkFit(base, { manifest: said }) {
  const was = base.manifest, earlier = [was.batchId, ...(was.lineage ?? []).map((n) => n.batchId)];
  must(was.mode === 'SNAPSHOT', 'base-is-correction', { path: was.batchId });
  must(said.mode === 'CORRECTION', 'mode-supersedes');
  const { batchId, manifest: wanted } = said.supersedes;
  must(batchId === was.batchId, 'correction-base', { id: said.batchId, wanted: batchId, given: was.batchId });
  must(wanted === base.digest, 'correction-digest', { id: said.batchId, base: was.batchId, wanted, given: base.digest });
  must(!earlier.includes(said.batchId), 'correction-id', { id: said.batchId });
  must(said.sender.id === was.sender.id, 'correction-sender', { id: said.batchId, given: said.sender.id, wanted: was.sender.id });
  must(said.profile === was.profile, 'correction-profile', { id: said.batchId, given: said.profile, wanted: was.profile });
  must(said.startDate >= was.startDate && said.endDate <= was.endDate, 'correction-period',
    { id: said.batchId, first: said.startDate, last: said.endDate, start: was.startDate, end: was.endDate });
  said.coverage.forEach((c, n) => {
    must(was.coverage.some((o) => o.recordType === c.recordType && [undefined, c.kind].includes(o.kind)
      && o.startDate <= c.startDate && c.endDate <= o.endDate), 'correction-coverage', { n, kind: c.recordType });
  });
}

const [LF, CR] = encode('\n\r');

/** The texts of the records of a type, without the white space around them. */
function textsOf({ files }, recordType) {
  return files.filter((f) => f.recordType === recordType).flatMap(({ lines }) => lines.filter((l) => !l.blank)).map(({ bytes }) => {
    must(bytes.length <= MAX_LINE, 'correction-faulty', { path: '', n: 1 });
    let from = 0, to = bytes.length;
    while (from < to && isSpace(bytes[from])) from++;
    while (to > from && isSpace(bytes[to - 1])) to--;
    // an element of an array may reach over several lines
    return bytes.slice(from, to).map((b) => (b === LF ? CR : b));
  });
}

function recordOf(text) {
  try {
    return parseObject(text);
  } catch (e) {
    if (!(e instanceof Refused)) throw e;
    return {};
  }
}

/** The base's records in their order, replaced or left out, then the new ones. Of records that share an id the first is replaced. */
function change(host, recordType, before, after, missing, declared) {
  const held = new Map(), seen = new Set();
  for (const text of after) {
    const record = recordOf(text);
    must(explain(host, recordType, record, declared).length === 0, 'correction-faulty', { path: '', n: 1 });
    must(!held.has(record.id), 'correction-twice', { path: '', n: 1 });
    must(!missing.has(`${recordType} ${record.id}`), 'withdrawn-held', { kind: recordType, id: record.id });
    held.set(record.id, text);
  }
  const out = [];
  const taken = new Set([...missing].filter((key) => key.startsWith(`${recordType} `)));
  for (const text of before) {
    const id = idOf(recordOf(text)), key = `${recordType} ${id}`;
    if (taken.has(key)) missing.delete(key);
    else if (!held.has(id)) out.push(text);
    else if (!seen.has(id)) out.push(held.get(id));
    seen.add(id);
  }
  return [...out, ...[...held].filter(([id]) => !seen.has(id)).map(([, text]) => text)];
}
