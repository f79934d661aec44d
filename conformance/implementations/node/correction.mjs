// What a correction comes to with its base: a snapshot, the same bytes in every implementation.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from './batch.mjs';
import { must } from './lines.mjs';
import { recordTypes } from './standard.mjs';
import { MAX_LINE, Refused, parseObject } from './strictjson.mjs';
import { explain, idOf } from './structure.mjs';

/** Writes the snapshot into a folder; the digest of its manifest. */
export function apply(baseFolder, folder, into, beside) {
  const base = open(baseFolder, beside), correction = open(folder, beside, base.declared);
  checkFit(base, correction);
  const { manifest: was } = base, { manifest: said } = correction;
  const missing = new Set((said.withdrawn ?? []).map((w) => `${w.recordType} ${w.id}`));
  const files = [];
  for (const recordType of recordTypes) {
    const content = change(recordType, textsOf(base, recordType), textsOf(correction, recordType), missing, correction.declared);
    if (content.length === 0) continue;
    const path = `${recordType}.ndjson`, bytes = Buffer.concat(content.flatMap((text) => [text, Buffer.from('\n')]));
    writeFileSync(join(into, path), bytes);
    files.push({ path, recordType, count: content.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  must(missing.size === 0, 'a record is withdrawn that is not there');
  must(files.length > 0, 'nothing is left');
  const { standard, sender, receiver, profile, startDate, endDate, coverage, parts, ext } = was;
  const outcome = {
    standard, batchId: said.batchId, sender, receiver, profile, startDate, endDate, asOf: was.asOf > said.asOf ? was.asOf : said.asOf,
    mode: 'SNAPSHOT', lineage: [...(was.lineage ?? [named(base)]), named(correction)], parts, coverage, files, ext,
  };
  const text = `${JSON.stringify(ordered(outcome), null, 2)}\n`;
  writeFileSync(join(into, 'manifest.json'), text);
  return createHash('sha256').update(text).digest('hex');
}

const named = ({ manifest, digest }) => ({ batchId: manifest.batchId, manifest: digest });

/** Members in the order of the schema, also inside. */
const pick = (names, value) => value && Object.fromEntries(names.filter((n) => value[n] !== undefined).map((n) => [n, value[n]]));
const ordered = (manifest) => ({
  ...manifest,
  sender: pick(['id', 'name'], manifest.sender),
  receiver: pick(['id', 'name'], manifest.receiver),
  lineage: manifest.lineage.map((n) => pick(['batchId', 'manifest'], n)),
  parts: manifest.parts?.map((p) => pick(['prefix', 'sender', 'batchId', 'manifest', 'profile', 'shared'], p)),
  coverage: manifest.coverage.map((c) => pick(['recordType', 'kind', 'startDate', 'endDate'], c)),
});

function checkFit(base, { manifest: said }) {
  const was = base.manifest, earlier = [was.batchId, ...(was.lineage ?? []).map((n) => n.batchId)];
  must(was.mode === 'SNAPSHOT' && said.mode === 'CORRECTION', 'a correction of a snapshot');
  must(said.supersedes.batchId === was.batchId && said.supersedes.manifest === base.digest, 'it corrects another batch, or another state');
  must(!earlier.includes(said.batchId), 'its id is used already');
  must(said.sender.id === was.sender.id && said.profile === was.profile, 'sender and profile stay');
  must(said.startDate >= was.startDate && said.endDate <= was.endDate, 'its period lies inside');
  for (const c of said.coverage) {
    must(was.coverage.some((o) => o.recordType === c.recordType && [undefined, c.kind].includes(o.kind)
      && o.startDate <= c.startDate && c.endDate <= o.endDate), 'its coverage lies inside');
  }
}

/** The texts of the records of a type, without the white space around them. */
function textsOf({ files }, recordType) {
  return files.filter((f) => f.recordType === recordType).flatMap(({ lines }) => lines.filter((l) => !l.blank)).map(({ bytes }) => {
    must(bytes.length <= MAX_LINE, 'a line is too long');
    // an element of an array may reach over several lines
    return Buffer.from(bytes.toString('latin1').replace(/^[ \t\r]+|[ \t\r]+$/g, '').replaceAll('\n', '\r'), 'latin1');
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
function change(recordType, before, after, missing, declared) {
  const held = new Map(), seen = new Set();
  for (const text of after) {
    const record = recordOf(text);
    must(explain(recordType, record, declared).length === 0 && !held.has(record.id), 'each record of a correction is valid, and has an id of its own');
    must(!missing.has(`${recordType} ${record.id}`), 'a record is withdrawn and held as well');
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
