// Judges one batch: structure, then the standard's rules over a database. What differs from engine to engine the host
// brings along: {standard, validators, digest, gunzip, openDatabase}.
import { open } from './batch.mjs';
import { folderOf } from './bytes.mjs';
import { apply } from './correction.mjs';
import { Unreadable } from './lines.mjs';
import { explain, idOf, isPersonal, shown } from './structure.mjs';
import { MAX_DEPTH, MAX_LINE, Refused, idsIn, parseObject } from './strictjson.mjs';
import { applies, lower, namedFields, ownCodes, ownFields, resolve, severity } from './standard.mjs';

/** {verdict, findings, notEvaluated} of a batch, as the protocol has it; with a base of what both come to, and its digest as
 *  `outcome`. `level` is "structure" or "profile", `chosen` the rules that are asked for, `profiles` a folder of profiles. */
export async function judge(host, rooms, level, chosen) {
  const { verdict, findings, notEvaluated, outcome } = await check(host, rooms, level, chosen);
  return {
    verdict,
    findings: findings.map(({ rule, severity: how, outcome: kind, recordType, recordId, file, line, pointer }) => (kind
      ? { rule, severity: how, outcome: kind, recordType, recordId } : { rule, recordType, recordId, file, line, pointer })),
    notEvaluated: notEvaluated.map(({ rule, missing }) => ({ rule, missing })),
    ...(outcome && { outcome }),
  };
}

/** The same with all that a report tells besides: of a finding what its message needs (`about`, or `arguments` and `basis`),
 *  the batch, what became of each rule; of what is no batch the `problem`. */
export async function check(host, { batch, base, profiles: beside }, level, chosen) {
  try {
    if (!base) return await checkBatch(host, batch, beside, level, chosen);
    const { files, digest: outcome } = apply(host, base, batch, beside);
    return { ...await checkBatch(host, folderOf(files), beside, level, chosen), outcome };
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
    return { verdict: 'unreadable', findings: [], notEvaluated: [], rules: [], problem: e.problem };
  }
}

async function checkBatch(host, folder, beside, level, chosen) {
  const { standard } = host;
  const batch = open(host, folder, beside);
  const { records, places, leftOut, findings, notEvaluated } = checkStructure(host, batch);
  const { rules, judged, unjudged } = level === 'structure' ? { rules: [], judged: [], unjudged: [] }
    : await checkRules(host, batch.manifest, beside, records, chosen);
  const all = [...findings, ...judged.map((f) => ({ ...f, ...places.get(`${f.recordType} ${f.recordId}`) }))];
  const counted = Object.fromEntries(standard.recordTypes.map((type) => [type,
    batch.files.filter((f) => f.recordType === type).reduce((n, { lines }) => n + lines.filter((l) => !l.blank).length, 0)]));
  const wrong = all.some((f) => (f.severity ?? standard.structural[f.rule].severity) === 'error');
  const crashed = rules.some(({ status, reason }) => status === 'FAILED' || reason === 'base');
  return {
    verdict: wrong ? 'fail' : crashed ? 'incomplete' : 'pass',
    findings: all.map((f) => (f.recordId === undefined ? f : { ...f, recordId: shown(standard, f.recordId) })),
    notEvaluated: [...notEvaluated, ...unjudged],
    rules, leftOut, manifest: batch.manifest, digest: batch.digest, declared: batch.declared,
    files: batch.files.map(({ name }) => name),
    records: counted,
  };
}

// --- structure --------------------------------------------------------------------------------

function checkStructure(host, { manifest, declared, files, unlisted }) {
  const { standard } = host;
  const findings = unlisted.map((file) => ({ rule: 'STR-UNLISTED-FILE', recordType: 'manifest', file, pointer: '' }));
  const records = Object.fromEntries(standard.recordTypes.map((type) => [type, []]));
  const refused = Object.fromEntries(standard.recordTypes.map((type) => [type, new Set()]));
  const leftOut = Object.fromEntries(standard.recordTypes.map((type) => [type, 0]));
  for (const { name: file, recordType, bom, lines } of files) {
    const found = (fault, line, recordId) =>
      findings.push({ pointer: '', ...fault, recordType, file, ...(line && { line }), ...(recordId && { recordId }) });
    if (bom) found({ rule: 'STR-BOM' }, 1);
    if (lines.every((l) => l.blank)) {
      found({ rule: 'STR-EMPTY' });
      continue;
    }
    for (const line of lines) {
      const { record, ids, faults } = checkLine(host, recordType, line, declared);
      for (const fault of faults) found(fault, line.number, record && idOf(record));
      if (faults.length === 0) records[recordType].push({ record, file, line: line.number });
      else for (const id of ids) refused[recordType].add(id);
      if (faults.length > 0 && !line.blank) leftOut[recordType] += 1;
    }
  }
  // by its presence alone a type is judged only in a whole batch: a correction holds but the records that change
  const present = manifest.mode === 'SNAPSHOT' ? files.filter(({ lines }) => !lines.every((l) => l.blank)) : [];
  const judged = new Set([...present, ...manifest.coverage.filter((c) => c.kind === undefined)].map((o) => o.recordType));
  const notEvaluated = checkIds(standard, records, refused, judged, findings);
  const first = firstOnly(records);
  const places = new Map(Object.entries(first).flatMap(([type, held]) => held.map(({ record, file, line }) => [`${type} ${record.id}`, { file, line }])));
  return { records: first, places, leftOut, findings, notEvaluated };
}

const LIMITS = { 'STR-DEPTH': MAX_DEPTH, 'STR-LINE-LENGTH': MAX_LINE / 2 ** 20 };

/** What one line is: its record if it can be read, the ids that it hands in, its faults. */
function checkLine(host, recordType, { bytes, blank }, declared) {
  if (blank && bytes.length <= MAX_LINE) return { ids: [], faults: [{ rule: 'STR-BLANK' }] };
  try {
    const record = parseObject(bytes);
    return { record, ids: [idOf(record)], faults: explain(host, recordType, record, declared) };
  } catch (e) {
    if (!(e instanceof Refused)) throw e;
    return { ids: idsIn(bytes), faults: [{ rule: e.code, about: { limit: LIMITS[e.code] } }] };
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
function checkIds(standard, records, refused, judged, findings) {
  const missing = new Map();
  const ids = Object.fromEntries(Object.entries(records).map(([type, found]) => [type, new Set(found.map((r) => r.record.id))]));
  for (const [recordType, found] of Object.entries(records)) {
    const earlier = new Map();
    for (const { record, file, line } of found) {
      const tell = (rule, pointer, about) => findings.push({ rule, recordType, recordId: record.id, file, line, pointer, about });
      const first = earlier.get(record.id);
      if (first) tell('STR-DUPLICATE-ID', '/id', { id: shown(standard, record.id), firstFile: first.file, firstLine: first.line });
      else earlier.set(record.id, { file, line });
      if (isPersonal(standard, record.id)) tell('STR-PERSONAL-ID', '/id', { path: ['id'] });
      for (const [name, target, many] of standard.references[recordType]) {
        if (record[name] === undefined) continue;
        const field = `${recordType}.${name}`;
        if (!judged.has(target)) missing.set(field, { target, count: (missing.get(field)?.count ?? 0) + 1 });
        [record[name]].flat().forEach((ref, i) => {
          const pointer = `/${name}${many ? `/${i}` : ''}`;
          if (isPersonal(standard, ref)) tell('STR-PERSONAL-ID', pointer, { path: [name] });
          if (judged.has(target) && !ids[target].has(ref) && !refused[target].has(ref)) tell('STR-REFERENCE', pointer, { path: [name], target });
        });
      }
    }
  }
  return [...missing].map(([field, { target, count }]) => ({ rule: 'STR-REFERENCE', field, missing: `coverage.${target}`, count }));
}

// --- rules ------------------------------------------------------------------------------------

/** What became of each rule, what was found, and what could not be judged. */
async function checkRules(host, manifest, beside, records, chosen) {
  const { standard } = host;
  const profile = resolve(standard, manifest.profile, beside);
  if (!profile?.start) throw new Unreadable('profile-unknown', { profile: manifest.profile });
  if (manifest.endDate < profile.start || manifest.startDate > (profile.end ?? manifest.startDate)) {
    throw new Unreadable('profile-period', { profile: profile.id });
  }
  const asked = standard.rules.filter((r) => applies(r, profile) && (chosen?.includes(r.id) ?? true));
  if (manifest.mode === 'CORRECTION') {
    // a part says nothing of the whole: no rule runs, and none counts as passed
    return {
      rules: asked.map(({ id }) => ({ id, status: 'NOT_EVALUATED', reason: 'base' })),
      judged: [], unjudged: asked.map(({ id }) => ({ rule: id, missing: 'base', count: 0 })),
    };
  }
  const db = await databaseOf(host, profile);
  const covered = new Set(manifest.coverage.map((c) => c.recordType));
  const rules = [], judged = [], unjudged = [];
  try {
    await load(standard, db, manifest, profile, records);
    for (const rule of asked) {
      const absent = rule.records.filter((type) => records[type].length === 0 && !covered.has(type));
      if (absent.length > 0) {
        rules.push({ id: rule.id, status: 'NOT_EVALUATED', reason: absent.join(', ') });
        unjudged.push(...absent.map((type) => ({ rule: rule.id, missing: `coverage.${type}`, count: 0 })));
        continue;
      }
      try {
        const { findings, missing } = collect(standard, rule, await db.rows(rule.query), profile);
        rules.push({ id: rule.id, status: 'RAN' });
        judged.push(...findings);
        unjudged.push(...missing);
      } catch (e) {
        console.error(`${rule.id}: ${e.message}`);
        rules.push({ id: rule.id, status: 'FAILED' }); // a rule that could not run never counts as passed
      }
    }
  } finally {
    for (const table of Object.keys(standard.batchColumns)) await db.run(`DELETE FROM "${table}"`);
  }
  return { rules, judged, unjudged };
}

/** The columns of a query that are no arguments of the message. */
const COLUMNS = ['recordType', 'recordId', 'policyRow', 'missing', 'outcome', 'lowerBy', 'pointer'];

function collect(standard, rule, rows, profile) {
  const policies = Object.values(profile.tables).flat();
  const findings = [], missing = new Map();
  for (const row of rows) {
    if (row.missing != null) {
      missing.set(row.missing, (missing.get(row.missing) ?? new Set()).add(`${row.recordType} ${row.recordId}`));
      continue;
    }
    const basis = policies.find((p) => p.policyRow === row.policyRow);
    findings.push({
      rule: rule.id,
      severity: basis ? severity(standard, basis, row.lowerBy) : lower(rule.severity, row.lowerBy),
      outcome: row.outcome?.toUpperCase() ?? rule.outcome ?? 'VIOLATION',
      recordType: row.recordType,
      recordId: row.recordId,
      ...(row.pointer != null && { pointer: row.pointer }),
      arguments: Object.fromEntries(Object.entries(row).filter(([name, value]) => !COLUMNS.includes(name) && value !== null)),
      basis,
    });
  }
  return { findings, missing: [...missing].sort().map(([what, ids]) => ({ rule: rule.id, missing: what, count: ids.size })) };
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
