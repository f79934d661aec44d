// The structure level of Zhucun, written from conformance/protocol.md: node structure.mjs
import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv/dist/2020.js';

const read = (path) => readFileSync(new URL(`../../../schemas/1.0/${path}`, import.meta.url), 'utf8');
const types = JSON.parse(read('standard.json')).recordTypes;
const schemas = Object.fromEntries([...types, 'manifest'].map((t) => [t, JSON.parse(read(`records/${t}.json`))]));
const references = Object.fromEntries(types.map((t) => [t, Object.entries(schemas[t].properties).map(([k, p]) => [k, p['x-ref'] ?? p.items?.['x-ref'], !p['x-ref']]).filter((r) => r[1])]));
const severity = Object.fromEntries(read('registers/structural.csv').split('\n').map((row) => row.split(',')));
const lists = schemas.manifest.properties.coverage.items.properties.kind['x-coverageKinds'];
const kindsOf = (type) => (lists[type] ? read(`codelists/${lists[type]}.csv`).split('\n').slice(1).map((row) => row.split(',')[0]) : []);
const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
ajv.addFormat('date', (d) => !d.startsWith('0000') && new Date(`${d}T00:00Z`).toJSON?.()?.startsWith(d));
const validate = Object.fromEntries(Object.entries(schemas).map(([t, s]) => [t, ajv.compile(s)]));

// --- strict JSON: a value, or a thrown code
const fail = (code, reason) => { throw Object.assign(new Error(code), { code, reason }); };
const must = (holds) => holds || fail('unreadable');
const sure = (action) => { try { return action(); } catch { return must(false); } };
function parse(bytes) {
  if (bytes.length > 2 ** 24) fail('STR-LINE-LENGTH');
  let depth = 0, value;
  for (const [t] of bytes.toString('latin1').matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\]]/gs)) if ('[{'.includes(t) && ++depth > 64) fail('STR-DEPTH'); else if (']}'.includes(t)) depth--;
  if (!isUtf8(bytes)) fail('STR-ENCODING');
  const text = bytes.toString();
  const plain = text.replace(/("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity)\b/gs, (all, string) => string ?? '0');
  try { value = JSON.parse(plain); } catch { fail('STR-JSON'); }
  if (plain !== text) fail('STR-NUMBER');
  const open = [];
  for (const [t, string, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*(:?)|[{}]|-?\d[^\s,}\]]*/gs)) {
    if (t === '{') open.push([]);
    else if (t === '}') { const keys = open.pop(); if (new Set(keys).size < keys.length) fail('STR-DUPLICATE-KEY'); } else if (colon) open.at(-1).push(JSON.parse(string));
    else if (!string && (!Number.isFinite(Number(t)) || (/^-?\d+$/.test(t) && (t.length > 20 || BigInt(t) < -(2n ** 63n) || BigInt(t) >= 2n ** 64n)))) fail('STR-INTEGER-RANGE');
  }
  if (!JSON.parse(`[${(text.match(/"(?:[^"\\]|\\.)*"/gs) ?? []).join()}]`).every((s) => s.isWellFormed())) fail('STR-SURROGATE');
  return value && typeof value === 'object' && !Array.isArray(value) ? value : fail('STR-OBJECT');
}

// --- encodings, and ids: those of persons, and those that stand on a line that cannot be read
const GB18030 = /(?:[\0-\x7f]|[\x81-\xfe][@-~\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9])*/y;
const isGB = (text) => (GB18030.lastIndex = 0, GB18030.exec(text)[0].length === text.length);
const isUTF16 = (text) => /^(\xff\xfe|\xfe\xff)/.test(text) || text.slice(0, 64).split('\0').length > 9;
const idsIn = (text) => [...text.slice(0, 2 ** 24).matchAll(/"id"\s*:\s*"([A-Za-z0-9][A-Za-z0-9._:-]{0,63})"/g)].map((m) => m[1]);
const citizen = new RegExp(schemas.cadre.properties.citizenId.pattern, 'i');
const checkDigit = (id) => '10X98765432'[[...id].slice(0, 17).reduce((sum, digit, i) => sum + digit * (2 ** (17 - i) % 11), 0) % 11];
const isPersonal = (id) => /^1[3-9]\d{9}$/.test(id) || (citizen.test(id) && checkDigit(id) === id[17].toUpperCase());
const shown = (id) => (id && isPersonal(id) ? '*'.repeat(id.length - 2) + id.slice(-2) : id);

// --- schemas: Ajv's errors as codes and pointers
const CODES = { type: 'TYPE', pattern: 'PATTERN', enum: 'ENUM', format: 'FORMAT', minLength: 'LENGTH', maxLength: 'LENGTH', minimum: 'RANGE', maximum: 'RANGE', minItems: 'ITEMS', maxItems: 'ITEMS', maxProperties: 'ITEMS', uniqueItems: 'UNIQUE-ITEMS' };
const step = (key) => `/${/^((?!.*\d{6})[A-Za-z_][A-Za-z0-9_]{0,63}|\d+)$/.test(key) ? key : '?'}`;
function faults(type, record) {
  if (validate[type](record)) return [];
  const found = [], places = {};
  for (const { instancePath, keyword, params, parentSchema } of validate[type].errors) {
    const at = instancePath.split('/').slice(1).map(step).join('');
    if (keyword === 'required') found.push(['STR-REQUIRED', at]);
    else if (keyword === 'additionalProperties') found.push(['STR-UNKNOWN-FIELD', at + step(params.additionalProperty)]);
    else (places[at] ??= []).push({ code: keyword === 'pattern' && parentSchema.format ? 'FORMAT' : CODES[keyword], rank: keyword === 'type' ? -2 : keyword === 'pattern' ? -1 : Object.keys(parentSchema).indexOf(keyword) });
  }
  const first = (errors) => errors.sort((a, b) => a.rank - b.rank)[0];
  return [...found, ...Object.entries(places).map(([at, errors]) => [`STR-${first(errors).code}`, at])];
}

// --- a batch
const NAME = /\.(nd)?json(\.gz|\.zst)?$/;
function judge(folder) {
  const findings = [], missing = new Set(), refused = new Set(), valid = Object.fromEntries(types.map((t) => [t, []]));
  const paths = ['manifest.json'], manifest = sure(() => parse(readFileSync(`${folder}/manifest.json`)));
  must(faults('manifest', manifest).length === 0 && manifest.startDate <= manifest.endDate && manifest.startDate <= manifest.asOf);
  const judged = new Set(manifest.coverage.filter((c) => !c.kind).map((c) => c.recordType));
  const { mode, supersedes, lineage, withdrawn = [], files: listed } = manifest, taken = withdrawn.map((w) => `${w.recordType} ${w.id}`);
  must(new Set((manifest.parts ?? []).map((p) => p.prefix)).size === (manifest.parts ?? []).length);
  must(mode === 'SNAPSHOT' ? !supersedes && !('withdrawn' in manifest) && listed.length > 0 : supersedes && !lineage && listed.length + taken.length > 0);
  must(new Set(taken).size === taken.length);
  for (const c of manifest.coverage) must(c.startDate <= c.endDate && (!c.kind || kindsOf(c.recordType).includes(c.kind)));
  for (const { path: file, recordType, count, sha256 } of manifest.files) {
    must(!paths.includes(file) && paths.push(file) && NAME.test(file) && lstatSync(`${folder}/${file}`, { throwIfNoEntry: false })?.isFile());
    let data = readFileSync(`${folder}/${file}`);
    must(createHash('sha256').update(data).digest('hex') === sha256.toLowerCase());
    if (!/\.ndjson(\.gz)?$/.test(file)) fail('skipped', `only .ndjson and .ndjson.gz are read, not ${file}`);
    if (file.endsWith('.gz')) data = sure(() => gunzipSync(data));
    must(!isUTF16(data.toString('latin1', 0, 64)));
    const found = (rule, line, pointer = '', id = undefined) => findings.push({ rule, recordType, recordId: shown(id), file, line, pointer });
    if (data.toString('latin1', 0, 3) === '\xef\xbb\xbf') { found('STR-BOM', 1); data = data.subarray(3); }
    const lines = data.toString('latin1').replace(/\n$/, '').split('\n'), filled = lines.filter((l) => /[^ \t\r]/.test(l));
    must(filled.length === count);
    if (count === 0) { found('STR-EMPTY'); continue; }
    if (manifest.mode === 'SNAPSHOT') judged.add(recordType);
    const foreign = filled.map((l) => Buffer.from(l, 'latin1')).filter((l) => l.length <= 2 ** 24 && !isAscii(l));
    must(foreign.filter((l) => !isUtf8(l) && isGB(l.toString('latin1'))).length * 2 <= foreign.length);
    lines.forEach((text, i) => {
      try {
        if (text.length <= 2 ** 24 && !/[^ \t\r]/.test(text)) fail('STR-BLANK');
        const record = parse(Buffer.from(text, 'latin1')), wrong = faults(recordType, record);
        const id = record.id && !wrong.some(([, at]) => at === '/id') ? record.id : undefined;
        wrong.forEach(([rule, pointer]) => found(rule, i + 1, pointer, id));
        if (wrong.length === 0) valid[recordType].push([record, file, i + 1]); else refused.add(`${recordType} ${id}`);
      } catch (e) {
        if (!e.code?.startsWith('STR-')) throw e;
        found(e.code, i + 1);
        idsIn(text).forEach((id) => refused.add(`${recordType} ${id}`));
      }
    });
  }
  for (const file of readdirSync(folder, { recursive: true }).filter((f) => NAME.test(f) && !paths.includes(f) && !/^(manifest[.]dsse[.]json$|receipts[/])/.test(f) && lstatSync(`${folder}/${f}`).isFile())) findings.push({ rule: 'STR-UNLISTED-FILE', recordType: 'manifest', file, pointer: '' });
  // of a merged batch in which a part has another profile each part is judged by itself: a reference leads no further
  const parts = (manifest.parts ?? []).some((p) => (p.profile ?? manifest.profile) !== manifest.profile) ? manifest.parts : [];
  const owner = (id) => parts.find((p) => id.startsWith(`${p.prefix}:`));
  const common = (target, ref) => target === 'organization' && parts.some((p) => p.shared?.includes(ref));
  const ids = Object.fromEntries(types.map((t) => [t, new Set(valid[t].map(([r]) => r.id))]));
  for (const type of types) {
    const firsts = new Map(valid[type].toReversed().map(([r]) => [r.id, r]));
    for (const [record, file, line] of valid[type]) {
      const found = (rule, pointer) => findings.push({ rule, recordType: type, recordId: shown(record.id), file, line, pointer });
      if (firsts.get(record.id) !== record) found('STR-DUPLICATE-ID', '/id');
      if (isPersonal(record.id)) found('STR-PERSONAL-ID', '/id');
      for (const [name, target, listed] of references[type].filter(([name]) => name in record)) {
        if (!judged.has(target)) missing.add(target);
        [record[name]].flat().forEach((ref, i) => {
          const pointer = `/${name}${listed ? `/${i}` : ''}`;
          if (isPersonal(ref)) found('STR-PERSONAL-ID', pointer);
          if (!judged.has(target)) return;
          const lost = ids[target].has(ref) ? owner(ref) !== owner(record.id) && !common(target, ref) : !refused.has(`${target} ${ref}`);
          if (lost) found('STR-REFERENCE', pointer);
        });
      }
    }
  }
  return { verdict: findings.some((f) => severity[f.rule] === 'error') ? 'fail' : 'pass', findings, notEvaluated: [...missing].map((t) => ({ rule: 'STR-REFERENCE', missing: `coverage.${t}` })) };
}

// --- the protocol
for await (const line of createInterface({ input: process.stdin })) {
  const { cmd, seq, case: folder } = JSON.parse(line), say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (cmd === 'stop') process.exit();
  if (cmd === 'start') say({ implementation: { name: 'newcomer', version: '1.0.0', language: 'JavaScript' }, levels: ['structure'] });
  else try { say({ seq, result: judge(`${folder}/batch`) }); } catch (e) {
    if (e.code === 'unreadable') say({ seq, result: { verdict: 'unreadable', findings: [], notEvaluated: [] } });
    else say(e.reason ? { seq, skipped: { reason: e.reason } } : { seq, errored: { context: e.stack } });
  }
}
