// Judges one batch: structure, then the standard's rules over a database. What differs from engine to engine the host
// brings along: {standard, validators, digest, gunzip, openDatabase}.
import { open } from './batch.mjs';
import { folderOf } from './bytes.mjs';
import { apply } from './correction.mjs';
import { Unreadable, must } from './lines.mjs';
import { problemOf, ruleMessage, structuralMessage } from './messages.mjs';
import { explain, idOf, isPersonal, shown } from './structure.mjs';
import { MAX_LINE, Refused, idsIn, parseObject } from './strictjson.mjs';
import { applies, lower, namedFields, ownCodes, ownFields, resolve, severity } from './standard.mjs';

/** {verdict, findings, notEvaluated} of a batch, as the conformance protocol has it: see `examine`. */
export async function judge(host, given, level, chosen) {
  const { verdict, findings, notEvaluated, outcome } = await examine(host, given, level, chosen);
  const named = ({ rule, severity, outcome: said, recordType, recordId, file, line, pointer }) =>
    (said ? { rule, severity, outcome: said, recordType, recordId } : { rule, recordType, recordId, file, line, pointer });
  const missing = new Map(notEvaluated.map(({ rule, missing }) => [`${rule} ${missing}`, { rule, missing }]));
  return { verdict, findings: findings.map(named), notEvaluated: [...missing.values()], ...(outcome && { outcome }) };
}

/**
 * What there is to say of a batch; with a base of what both come to, whose digest is `outcome`.
 * `level` is "structure" or "profile", `chosen` the rules that are asked for, `profiles` a folder of them beside the
 * standard, `profile` the one to judge by where it is not the manifest's. `step` is told how far it is.
 */
export async function examine(host, { batch, base, profiles, profile }, level, chosen, step = () => {}) {
  try {
    if (!base) return await examineBatch(host, batch, profiles, profile, level, chosen, step);
    const { files, digest: outcome } = apply(host, base, batch, profiles);
    return { ...await examineBatch(host, folderOf(files), profiles, profile, level, chosen, step), outcome };
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
    return { verdict: 'unreadable', findings: [], notEvaluated: [], rules: [], records: {}, leftOut: {}, problems: [{ code: e.key, message: problemOf(e) }] };
  }
}

async function examineBatch(host, folder, beside, profile, level, chosen, step) {
  const batch = open(host, folder, beside, profile);
  const { manifest, digest, declared, files } = batch;
  const found = checkStructure(host, batch, step);
  const judged = level === 'structure' ? { rules: [], findings: [], notEvaluated: [] }
    : await checkRules(host, batch, beside, found.records, chosen, step);
  const findings = [...found.findings, ...judged.findings];
  const wrong = findings.some((f) => f.severity === 'error');
  const counted = (count) => Object.fromEntries(host.standard.recordTypes.map((type) => [type, count(type)]).filter(([, n]) => n > 0));
  const handedIn = (type) => files.filter((f) => f.recordType === type).reduce((n, f) => n + f.lines.filter((l) => !l.blank).length, 0);
  return {
    verdict: wrong ? 'fail' : judged.rules.some((r) => r.status === 'FAILED' || r.reason === 'base') ? 'incomplete' : 'pass',
    manifest, digest, declared, findings, rules: judged.rules, notEvaluated: [...judged.notEvaluated, ...found.notEvaluated],
    records: counted(handedIn), leftOut: counted((type) => found.invalid[type]),
  };
}

// --- structure --------------------------------------------------------------------------------

function checkStructure(host, { manifest, parts, declared, files, unlisted }, step) {
  const { standard } = host;
  const findings = [];
  const tell = ({ rule, pointer = '', ...fault }, { recordType, recordId, ...place }) => findings.push({
    rule, severity: standard.structural[rule].severity, recordType, ...(recordId && { recordId: shown(standard, recordId) }), ...place, pointer,
    message: () => structuralMessage(standard, recordType, { rule, ...fault }),
  });
  for (const file of unlisted) tell({ rule: 'STR-UNLISTED-FILE' }, { recordType: 'manifest', file });
  const records = Object.fromEntries(standard.recordTypes.map((type) => [type, []]));
  const refused = Object.fromEntries(standard.recordTypes.map((type) => [type, new Set()]));
  const invalid = Object.fromEntries(standard.recordTypes.map((type) => [type, 0]));
  const all = files.reduce((n, { lines }) => n + lines.length, 0);
  let done = 0;
  for (const { name: file, recordType, bom, lines } of files) {
    const found = (fault, line, recordId) => tell(fault, { recordType, recordId, file, ...(line && { line }) });
    if (bom) found({ rule: 'STR-BOM' }, 1);
    if (lines.every((l) => l.blank)) {
      found({ rule: 'STR-EMPTY' });
      continue;
    }
    for (const line of lines) {
      const { record, ids, faults } = checkLine(host, recordType, line, declared);
      for (const fault of faults) found(fault, line.number, record && idOf(record));
      if (faults.length === 0) records[recordType].push({ record, file, line: line.number });
      else {
        if (!line.blank) invalid[recordType]++;
        for (const id of ids) refused[recordType].add(id);
      }
      if (done++ % 1000 === 0) step('structure', done / all);
    }
  }
  // by its presence alone a type is judged only in a whole batch: a correction holds but the records that change
  const present = manifest.mode === 'SNAPSHOT' ? files.filter(({ lines }) => !lines.every((l) => l.blank)) : [];
  const judged = new Set([...present, ...manifest.coverage.filter((c) => c.kind === undefined)].map((o) => o.recordType));
  const notEvaluated = checkIds(standard, records, refused, judged, parts, tell);
  return { records: firstOnly(records), invalid, findings, notEvaluated };
}

/** What one line is: its record if it can be read, the ids that it hands in, its faults. */
function checkLine(host, recordType, { bytes, blank }, declared) {
  if (blank && bytes.length <= MAX_LINE) return { ids: [], faults: [{ rule: 'STR-BLANK' }] };
  try {
    const record = parseObject(bytes);
    return { record, ids: [idOf(record)], faults: explain(host, recordType, record, declared) };
  } catch (e) {
    if (!(e instanceof Refused)) throw e;
    return { ids: idsIn(bytes), faults: [{ rule: e.code }] };
  }
}

/** Of records that share an id, the rules see the first. */
function firstOnly(records) {
  return Object.fromEntries(Object.entries(records).map(([type, found]) => {
    const seen = new Set();
    return [type, found.filter(({ record: { id } }) => !seen.has(id) && seen.add(id))];
  }));
}

/** Ids used twice, ids that are persons' numbers, and references that lead nowhere; among valid records only. What could not be judged. */
function checkIds(standard, records, refused, judged, parts, tell) {
  // where each part is judged by itself a reference leads no further
  const astray = (target, ref, id) => ownerOf(parts, ref) !== ownerOf(parts, id) && !(target === SHARED && parts.some((p) => p.shared?.includes(ref)));
  const missing = new Map();
  const ids = Object.fromEntries(Object.entries(records).map(([type, found]) => [type, new Set(found.map((r) => r.record.id))]));
  for (const [recordType, found] of Object.entries(records)) {
    const earlier = new Map();
    for (const { record, file, line } of found) {
      const { id } = record;
      const told = (rule, pointer, path, values) => tell({ rule, pointer, path, values }, { recordType, recordId: id, file, line });
      const first = earlier.get(id);
      if (first) told('STR-DUPLICATE-ID', '/id', ['id'], { id, firstLine: first.line, firstFile: first.file });
      else earlier.set(id, { file, line });
      if (isPersonal(standard, id)) told('STR-PERSONAL-ID', '/id', ['id']);
      for (const [name, target, many] of standard.references[recordType]) {
        if (record[name] === undefined) continue;
        // of records that share an id one is counted
        if (!judged.has(target)) count(missing, `${recordType}.${name} ${target}`, first ? 0 : 1);
        [record[name]].flat().forEach((ref, i) => {
          const pointer = `/${name}${many ? `/${i}` : ''}`;
          if (isPersonal(standard, ref)) told('STR-PERSONAL-ID', pointer, [name]);
          if (!judged.has(target)) return;
          if (ids[target].has(ref) ? astray(target, ref, id) : !refused[target].has(ref)) told('STR-REFERENCE', pointer, [name], { target });
        });
      }
    }
  }
  return [...missing].map(([key, n]) => {
    const [field, target] = key.split(' ');
    return { rule: 'STR-REFERENCE', missing: `coverage.${target}`, field, count: n };
  });
}

const count = (counts, key, n) => counts.set(key, (counts.get(key) ?? 0) + n);

// --- parts ------------------------------------------------------------------------------------

/** The record type of which one record may be in several parts. */
const SHARED = 'organization';

/** The prefix of an id among those of the parts. */
function ownerOf(parts, id) {
  const [prefix, ...rest] = id.split(':');
  return rest.length > 0 ? parts.find((p) => p.prefix === prefix)?.prefix : undefined;
}

const keep = (records, test) => Object.fromEntries(Object.entries(records).map(([type, found]) => [type, found.filter((r) => test(type, r.record.id))]));

/** What is judged by itself of a merged batch: of each part its manifest, its records and what it has in common with others; last what no part has. */
function partsOf(manifest, parts, records) {
  const out = parts.map(({ prefix, batchId, profile = manifest.profile, shared = [] }) => ({
    manifest: { ...manifest, batchId, profile }, shared: new Set(shared),
    records: keep(records, (type, id) => ownerOf(parts, id) === prefix || (type === SHARED && shared.includes(id))),
  }));
  const common = new Set(parts.flatMap((p) => p.shared ?? []));
  const rest = keep(records, (type, id) => ownerOf(parts, id) === undefined && !(type === SHARED && common.has(id)));
  return Object.values(rest).some((found) => found.length > 0) ? [...out, { manifest, records: rest }] : out;
}

/** Of the states that a rule has over several parts the one that says most comes first. */
const STATES = ['FAILED', 'RAN', 'NOT_EVALUATED', 'NOT_APPLICABLE'];

/** What became of the rules over the whole and over each part, each rule once. */
const joined = (asked, told) => ({
  rules: asked.map(({ id }) => {
    const all = told.flatMap(({ rules }) => rules.filter((r) => r.id === id));
    const status = STATES.find((state) => all.some((r) => r.status === state));
    const reason = all.filter((r) => r.status === status).map((r) => r.reason).find(Boolean);
    const sum = (name) => all.reduce((n, r) => n + r[name], 0);
    return { id, status, findings: sum('findings'), notEvaluated: sum('notEvaluated'), ...(reason && { reason }) };
  }),
  findings: told.flatMap((t) => t.findings),
  notEvaluated: told.flatMap((t) => t.notEvaluated),
});

/** What a rule finds of an organisation that other parts have too is not judged where it needs other records besides: theirs may refute it. */
const withhold = (rule, rows, shared) => (rule.records.every((type) => type === SHARED) ? rows
  : rows.map((row) => (row.missing == null && row.recordType === SHARED && shared.has(row.recordId) ? { ...row, missing: 'parts' } : row)));

// --- rules ------------------------------------------------------------------------------------

/** The profile of a manifest, in force in its period. */
function inForce(standard, { profile: id, startDate, endDate }, beside) {
  const profile = resolve(standard, id, beside);
  must(profile, 'profile-unknown', { name: id, known: Object.keys(standard.profiles).join(', ') });
  must(profile.start, 'profile-undated', { name: profile.id });
  must(endDate >= profile.start && startDate <= (profile.end ?? startDate), 'profile-dates',
    { name: profile.id, start: profile.start, until: '', first: startDate, last: endDate });
  return profile;
}

/** {rules, findings, notEvaluated}: what became of each rule. */
async function checkRules(host, { manifest, parts, declared: own }, beside, records, chosen, step) {
  const { standard } = host;
  const profile = inForce(standard, manifest, beside);
  const asked = standard.rules.filter((r) => chosen?.includes(r.id) ?? true);
  if (manifest.mode === 'CORRECTION') {
    // a part says nothing of the whole: no rule runs, and none counts as passed
    const rules = asked.map(({ id, ...rule }) => ({ id, findings: 0, notEvaluated: 0,
      ...(applies(rule, profile) ? { status: 'NOT_EVALUATED', reason: 'base' } : { status: 'NOT_APPLICABLE' }) }));
    return { rules, findings: [], notEvaluated: rules.filter((r) => r.reason).map(({ id }) => ({ rule: id, missing: 'base', count: 0 })) };
  }
  if (parts.length === 0) return run(host, { manifest, records }, profile, asked, own, step);
  const apart = partsOf(manifest, parts, records).map((part) => ({ ...part, profile: inForce(standard, part.manifest, beside) }));
  // what compares the parts, over all of them; the rest part by part
  const told = [await run(host, { manifest, records }, profile, asked.filter((r) => r.across), own, step)];
  for (const part of apart) told.push(await run(host, part, part.profile, asked.filter((r) => !r.across), own, step));
  return joined(asked, told);
}

/** The same of rules over the records of a batch, or of a part. */
async function run(host, { manifest, records, shared = new Set() }, profile, asked, own, step) {
  const { standard } = host;
  const results = [], findings = [], notEvaluated = [];
  const idle = (rule, missing, status = 'NOT_EVALUATED', reason = undefined) => {
    results.push({ id: rule.id, status, findings: 0, notEvaluated: 0, ...(reason && { reason }) });
    notEvaluated.push(...missing.map((what) => ({ rule: rule.id, missing: what, count: 0 })));
  };
  step('tables', 0);
  const db = await databaseOf(host, profile);
  const declared = new Set(manifest.coverage.map((c) => c.recordType));
  const places = placesOf(records);
  try {
    await load(standard, db, manifest, profile, records);
    for (const [n, rule] of asked.entries()) {
      step('rules', n / asked.length);
      const absent = rule.records.filter((type) => records[type].length === 0 && !declared.has(type));
      if (!applies(rule, profile)) idle(rule, [], 'NOT_APPLICABLE');
      else if (absent.length > 0) idle(rule, absent.map((type) => `coverage.${type}`), 'NOT_EVALUATED', absent.join(', '));
      else {
        try {
          const { found, missing } = collect(standard, rule, withhold(rule, await db.rows(rule.query), shared), profile, own, places);
          findings.push(...found);
          notEvaluated.push(...missing);
          results.push({ id: rule.id, status: 'RAN', findings: found.length, notEvaluated: missing.reduce((sum, m) => sum + m.count, 0) });
        } catch (e) {
          console.error(`${rule.id}: ${e.name}`); // what the engine says may quote a value
          idle(rule, [], 'FAILED', e.name); // a rule that could not run never counts as passed
        }
      }
    }
  } finally {
    for (const table of Object.keys(standard.batchColumns)) await db.run(`DELETE FROM "${table}"`);
  }
  return { rules: results, findings, notEvaluated };
}

/** Where each record stands, looked up when first asked for. */
function placesOf(records) {
  const made = new Map();
  return (type, id) => {
    if (!made.has(type)) made.set(type, new Map((records[type] ?? []).map(({ record, file, line }) => [record.id, { file, line }])));
    return made.get(type).get(id);
  };
}

/** Columns of a query that are not arguments of the message. */
const CONTRACT = ['outcome', 'recordType', 'recordId', 'policyRow', 'missing', 'lowerBy', 'pointer'];

function collect(standard, rule, rows, profile, declared, places) {
  const policies = Object.values(profile.tables).flat();
  const missing = new Map();
  const found = [];
  for (const row of rows) {
    const { recordType, recordId, pointer } = row;
    if (row.missing != null) {
      if (!missing.has(row.missing)) missing.set(row.missing, new Set());
      missing.get(row.missing).add(`${recordType} ${recordId}`);
      continue;
    }
    const policy = policies.find((p) => p.policyRow === row.policyRow);
    const given = Object.fromEntries(Object.entries(row).filter(([name]) => !CONTRACT.includes(name)));
    found.push({
      rule: rule.id,
      severity: policy ? severity(standard, policy, row.lowerBy) : lower(rule.severity, row.lowerBy),
      outcome: row.outcome?.toUpperCase() ?? rule.outcome ?? 'VIOLATION',
      recordType,
      recordId: recordId == null ? undefined : shown(standard, recordId),
      ...places(recordType, recordId),
      ...(pointer != null && { pointer }),
      policy,
      arguments: given,
      message: () => ruleMessage(standard, rule, recordType, given, declared),
    });
  }
  return { found, missing: [...missing].map(([what, ids]) => ({ rule: rule.id, missing: what, count: ids.size })) };
}

// --- the database -----------------------------------------------------------------------------

const CODE = { list: 'VARCHAR', code: 'VARCHAR', zh: 'VARCHAR', en: 'VARCHAR' };

/** The registers that rules read: their columns. An empty cell is an empty text, not NULL. */
function registersOf(standard) {
  const all = Object.entries(standard.codeLists).flatMap(([list, rows]) => rows.map(({ code, zh, en }) => ({ list, code, zh, en })));
  return {
    calendar_exception: [{ date: 'DATE', working: 'BOOLEAN' }, standard.register('calendar').map(({ date, working }) => ({ date, working: working === 'true' }))],
    calendar_year: [{ year: 'BIGINT' }, standard.register('calendar-years').map(({ year }) => ({ year: Number(year) }))],
    division: [{ code: 'VARCHAR', level: 'VARCHAR', parent: 'VARCHAR', edition: 'VARCHAR' }, standard.register('divisions').map(({ code, level, parent, edition }) => ({ code, level, parent, edition }))],
    code: [CODE, all],
  };
}

const databases = new WeakMap();

/** A database with the policy of a profile, the registers and the views over tables that wait for a batch; made once. */
async function databaseOf(host, profile) {
  if (!databases.has(host)) databases.set(host, new Map());
  const made = databases.get(host);
  if (!made.has(profile.id)) made.set(profile.id, await createDatabase(host, profile));
  return made.get(profile.id);
}

async function createDatabase({ standard, openDatabase }, profile) {
  const db = await openDatabase();
  const registers = registersOf(standard);
  const columns = Object.fromEntries(Object.entries(registers).map(([table, [listed]]) => [table, listed]));
  for (const [table, listed] of Object.entries({ ...standard.batchColumns, ...standard.policyColumns, ...columns })) {
    await db.run(`CREATE TABLE "${table}" (${Object.entries(listed).map(([k, t]) => `"${k}" ${t}`).join(', ')})`);
  }
  for (const [table, listed] of Object.entries(standard.policyColumns)) await insert(db, table, listed, profile.tables[table]);
  for (const [table, [listed, found]] of Object.entries(registers)) await insert(db, table, listed, found);
  await insert(db, 'code', CODE, ownCodes(standard, profile.declared));
  await db.run(standard.macros);
  for (const { sql } of standard.views) await db.run(sql);
  return db;
}

async function load(standard, db, manifest, profile, records) {
  const { batchId: id, startDate, endDate, asOf, coverage, mode } = manifest;
  const batch = [{ id, profile: profile.id, divisionCode: profile.divisionCode, startDate, endDate, asOf, mode }];
  const facts = Object.fromEntries(Object.entries(records).map(([type, found]) => [type, found.map((r) => r.record)]));
  const derived = { fact_value: factValues(standard, profile, facts), fact_redacted: factRedacted(facts) };
  for (const [table, found] of Object.entries({ ...facts, ...derived, batch, coverage })) await insert(db, table, standard.batchColumns[table], found);
}

/** What does not convert to the column's type is refused by the engine, never emptied. */
async function insert(db, table, columns, found) {
  if (found.length > 0) await db.insert(table, columns, found);
}

// --- what the rules ask of fields that no rule names --------------------------------------------

function factValues(standard, profile, facts) {
  return namedFields(standard, profile).flatMap(([recordType, field]) => facts[recordType].map((record) => ({
    recordType, recordId: record.id, field, vals: valuesOf(standard, profile, recordType, record, field), isList: standard.schemas[recordType].properties[field]?.type === 'array',
    redacted: record.redacted?.includes(field) ?? false,
  })));
}

/** The value of a field as texts; of a text of a place's own only whether it is there. */
function valuesOf(standard, profile, recordType, record, field) {
  const own = ownFields(profile.declared, recordType).find((f) => `ext.${f.owner}.${f.name}` === field);
  if (!own) return texts(record[field]);
  const value = record.ext?.[own.owner]?.[own.name];
  return value !== undefined && own.type === 'TEXT' ? ['*'] : texts(value);
}

function factRedacted(facts) {
  return Object.entries(facts).flatMap(([recordType, found]) => found.flatMap((record) => (record.redacted ?? []).map((field) => ({
    recordType, recordId: record.id, field, filled: field !== 'ext' && record[field] !== undefined,
  }))));
}

/** The value of a field as texts: an actor as BODY@LEVEL or BODY, another object by its code; nothing where it is absent. */
function texts(value) {
  const one = (v) => (typeof v !== 'object' ? String(v) : v.body && v.level ? `${v.body}@${v.level}` : v.body ?? v.code ?? null);
  return value === undefined ? undefined : [value].flat().map(one);
}
