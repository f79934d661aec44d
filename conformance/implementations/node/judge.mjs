// Judges one batch: structure, then the standard's rules over DuckDB.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { byPart, open } from './batch.mjs';
import { apply } from './correction.mjs';
import { Unreadable } from './lines.mjs';
import { explain, idOf, isPersonal, shown } from './structure.mjs';
import { MAX_LINE, Refused, idsIn, parseObject } from './strictjson.mjs';
import * as standard from './standard.mjs';

/** What is answered for a case: for its batch, or for what that comes to with the base that lies beside it. */
export async function judgeCase(folder, level, chosen) {
  if (!existsSync(join(folder, 'base'))) return judge(join(folder, 'batch'), level, chosen);
  const work = mkdtempSync(join(tmpdir(), 'zhucun-node-'));
  try {
    const beside = join(folder, 'profiles');
    const outcome = apply(join(folder, 'base'), join(folder, 'batch'), work, beside);
    return { ...await judge(work, level, chosen, beside), outcome };
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
    return { verdict: 'unreadable', findings: [], notEvaluated: [] };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** {verdict, findings, notEvaluated}; `level` is "structure" or "profile", `chosen` the rules that are asked for. */
export async function judge(folder, level, chosen, beside = join(folder, '..', 'profiles')) {
  try {
    const batch = open(folder, beside);
    const { records, findings, notEvaluated } = checkStructure(batch);
    if (level === 'structure') return answer(findings, notEvaluated, false);
    return await checkRules(batch.manifest, beside, records, findings, notEvaluated, chosen);
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
    return { verdict: 'unreadable', findings: [], notEvaluated: [] };
  }
}

function answer(findings, notEvaluated, crashed) {
  const wrong = findings.some((f) => (f.severity ?? standard.structural[f.rule]) === 'error');
  const told = findings.map((f) => (f.recordId === undefined ? f : { ...f, recordId: shown(f.recordId) }));
  return { verdict: wrong ? 'fail' : crashed ? 'incomplete' : 'pass', findings: told, notEvaluated };
}

// --- structure --------------------------------------------------------------------------------

function checkStructure({ manifest, declared, files, unlisted }) {
  const findings = unlisted.map((file) => ({ rule: 'STR-UNLISTED-FILE', recordType: 'manifest', file, pointer: '' }));
  const records = Object.fromEntries(standard.recordTypes.map((type) => [type, []]));
  const refused = Object.fromEntries(standard.recordTypes.map((type) => [type, new Set()]));
  for (const { name: file, recordType, bom, lines } of files) {
    const found = (fault, line, recordId) =>
      findings.push({ pointer: '', ...fault, recordType, file, ...(line && { line }), ...(recordId && { recordId }) });
    if (bom) found({ rule: 'STR-BOM' }, 1);
    if (lines.every((l) => l.blank)) {
      found({ rule: 'STR-EMPTY' });
      continue;
    }
    for (const line of lines) {
      const { record, ids, faults } = checkLine(recordType, line, declared);
      for (const fault of faults) found(fault, line.number, record && idOf(record));
      if (faults.length === 0) records[recordType].push({ record, file, line: line.number });
      else for (const id of ids) refused[recordType].add(id);
    }
  }
  // by its presence alone a type is judged only in a whole batch: a correction holds but the records that change
  const present = manifest.mode === 'SNAPSHOT' ? files.filter(({ lines }) => !lines.every((l) => l.blank)) : [];
  const judged = new Set([...present, ...manifest.coverage.filter((c) => c.kind === undefined)].map((o) => o.recordType));
  const notEvaluated = checkIds(records, refused, judged, findings, byPart(manifest) ? manifest.parts : []);
  return { records: firstOnly(records), findings, notEvaluated };
}

/** What one line is: its record if it can be read, the ids that it hands in, its faults. */
function checkLine(recordType, { bytes, blank }, declared) {
  if (blank && bytes.length <= MAX_LINE) return { ids: [], faults: [{ rule: 'STR-BLANK' }] };
  try {
    const record = parseObject(bytes);
    return { record, ids: [idOf(record)], faults: explain(recordType, record, declared) };
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
function checkIds(records, refused, judged, findings, parts) {
  // where each part is judged by itself a reference leads no further
  const astray = (target, ref, id) => ownerOf(parts, ref) !== ownerOf(parts, id) && !(target === SHARED && parts.some((p) => p.shared?.includes(ref)));
  const missing = new Set();
  const ids = Object.fromEntries(Object.entries(records).map(([type, found]) => [type, new Set(found.map((r) => r.record.id))]));
  for (const [recordType, found] of Object.entries(records)) {
    const earlier = new Set();
    for (const { record, file, line } of found) {
      const tell = (rule, pointer) => findings.push({ rule, recordType, recordId: record.id, file, line, pointer });
      if (earlier.has(record.id)) tell('STR-DUPLICATE-ID', '/id');
      earlier.add(record.id);
      if (isPersonal(record.id)) tell('STR-PERSONAL-ID', '/id');
      for (const [name, target, many] of standard.references[recordType]) {
        if (record[name] === undefined) continue;
        if (!judged.has(target)) missing.add(target);
        [record[name]].flat().forEach((ref, i) => {
          const pointer = `/${name}${many ? `/${i}` : ''}`;
          if (isPersonal(ref)) tell('STR-PERSONAL-ID', pointer);
          if (!judged.has(target)) return;
          if (ids[target].has(ref) ? astray(target, ref, record.id) : !refused[target].has(ref)) tell('STR-REFERENCE', pointer);
        });
      }
    }
  }
  return [...missing].map((target) => ({ rule: 'STR-REFERENCE', missing: `coverage.${target}` }));
}

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
function apart(manifest, records) {
  const { parts } = manifest;
  const out = parts.map(({ prefix, batchId, profile = manifest.profile, shared = [] }) => ({
    manifest: { ...manifest, batchId, profile }, shared: new Set(shared),
    records: keep(records, (type, id) => ownerOf(parts, id) === prefix || (type === SHARED && shared.includes(id))),
  }));
  const common = new Set(parts.flatMap((p) => p.shared ?? []));
  const rest = keep(records, (type, id) => ownerOf(parts, id) === undefined && !(type === SHARED && common.has(id)));
  return Object.values(rest).some((found) => found.length > 0) ? [...out, { manifest, records: rest, shared: new Set() }] : out;
}

/** The profile of that name, in force in the period. */
function inForce({ profile: id, startDate, endDate }, beside) {
  const profile = standard.resolve(id, beside);
  if (!profile?.start) throw new Unreadable('the profile is unknown, or has no date and judges nothing');
  if (endDate < profile.start || startDate > (profile.end ?? startDate)) throw new Unreadable('the profile is not in force in the period of the batch');
  return profile;
}

// --- rules ------------------------------------------------------------------------------------

async function checkRules(manifest, beside, records, findings, notEvaluated, chosen) {
  const profile = inForce(manifest, beside);
  if (manifest.mode === 'CORRECTION') {
    // a part says nothing of the whole: no rule runs, and none counts as passed
    const idle = standard.rules.filter((r) => standard.applies(r, profile) && (chosen?.includes(r.id) ?? true));
    return answer(findings, [...notEvaluated, ...idle.map((r) => ({ rule: r.id, missing: 'base' }))], true);
  }
  const asked = standard.rules.filter((r) => chosen?.includes(r.id) ?? true);
  if (!byPart(manifest)) return answer(findings, notEvaluated, await run({ manifest, records }, profile, asked, findings, notEvaluated));
  const parts = apart(manifest, records).map((part) => ({ ...part, profile: inForce(part.manifest, beside) }));
  // what compares the parts, over all of them; the rest part by part
  let crashed = await run({ manifest, records }, profile, asked.filter((r) => r.across), findings, notEvaluated);
  for (const part of parts) crashed = await run(part, part.profile, asked.filter((r) => !r.across), findings, notEvaluated) || crashed;
  return answer(findings, notEvaluated, crashed);
}

/** Runs rules over the records of a batch, or of a part; whether one of them crashed. */
async function run({ manifest, records, shared = new Set() }, profile, asked, findings, notEvaluated) {
  const db = await databaseOf(profile);
  const declared = new Set(manifest.coverage.map((c) => c.recordType));
  let crashed = false;
  try {
    await load(db, manifest, profile, records);
    for (const rule of asked.filter((r) => standard.applies(r, profile))) {
      const absent = rule.records.filter((type) => records[type].length === 0 && !declared.has(type));
      notEvaluated.push(...absent.map((type) => ({ rule: rule.id, missing: `coverage.${type}` })));
      if (absent.length > 0) continue;
      try {
        collect(rule, withhold(rule, await rows(db, rule.query), shared), profile, findings, notEvaluated);
      } catch (e) {
        console.error(`${rule.id}: ${e.message}`);
        crashed = true; // a rule that could not run never counts as passed
      }
    }
  } finally {
    for (const table of Object.keys(standard.batchColumns)) await db.run(`DELETE FROM "${table}"`);
  }
  return crashed;
}

/** What a rule finds of an organisation that other parts have too is not judged where it needs other records besides: theirs may refute it. */
const withhold = (rule, rows, shared) => (rule.records.every((type) => type === SHARED) ? rows
  : rows.map((row) => (row.missing == null && row.recordType === SHARED && shared.has(row.recordId) ? { ...row, missing: 'parts' } : row)));

function collect(rule, rows, profile, findings, notEvaluated) {
  const policies = Object.values(profile.tables).flat();
  const missing = new Set();
  for (const row of rows) {
    if (row.missing != null) {
      missing.add(row.missing);
      continue;
    }
    const policy = policies.find((p) => p.policyRow === row.policyRow);
    findings.push({
      rule: rule.id,
      severity: policy ? standard.severity(policy, row.lowerBy) : standard.lower(rule.severity, row.lowerBy),
      outcome: row.outcome?.toUpperCase() ?? rule.outcome ?? 'VIOLATION',
      recordType: row.recordType,
      recordId: row.recordId,
    });
  }
  notEvaluated.push(...[...missing].map((what) => ({ rule: rule.id, missing: what })));
}

// --- the database -----------------------------------------------------------------------------

const quote = (text) => `'${text.replaceAll("'", "''")}'`;
/** A path in which no character is a pattern to the engine. */
const literal = (path) => resolve(path).replace(/[[*?]/g, '[$&]');
const rows = async (db, sql) => (await db.runAndReadAll(sql)).getRowObjectsJson();

const databases = new Map();

/** A database with the policy of a profile, the registers and the views over tables that wait for a batch; made once. */
async function databaseOf(profile) {
  if (!databases.has(profile.id)) {
    const db = await (await DuckDBInstance.create(':memory:')).connect();
    const create = (name, columns) => db.run(`CREATE TABLE "${name}" (${Object.entries(columns).map(([k, t]) => `"${k}" ${t}`).join(', ')})`);
    for (const [table, columns] of Object.entries({ ...standard.batchColumns, ...standard.policyColumns })) await create(table, columns);
    for (const [table, columns] of Object.entries(standard.policyColumns)) await insert(db, table, columns, profile.tables[table]);
    // empty cells of a register are empty texts, not NULL
    const csv = (path) => `read_csv(${quote(`${literal(standard.ROOT)}/${path}`)}, header=true, all_varchar=true, nullstr='<null>', filename=true, hive_partitioning=false)`;
    await db.run(`CREATE TABLE calendar_exception AS SELECT date::DATE AS date, working = 'true' AS working FROM ${csv('registers/calendar.csv')};
      CREATE TABLE calendar_year AS SELECT year::BIGINT AS year FROM ${csv('registers/calendar-years.csv')};
      CREATE TABLE division AS SELECT code, level, parent, edition FROM ${csv('registers/divisions.csv')};
      CREATE TABLE code AS SELECT parse_filename(filename, true) AS list, code, zh, en FROM ${csv('codelists/*.csv')}`);
    await insert(db, 'code', { list: 'VARCHAR', code: 'VARCHAR', zh: 'VARCHAR', en: 'VARCHAR' }, standard.ownCodes(profile.declared));
    await db.run(standard.macros);
    for (const { sql } of standard.views) await db.run(sql);
    databases.set(profile.id, db);
  }
  return databases.get(profile.id);
}

async function load(db, manifest, profile, records) {
  const { batchId: id, startDate, endDate, asOf, coverage, mode } = manifest;
  const batch = [{ id, profile: profile.id, divisionCode: profile.divisionCode, startDate, endDate, asOf, mode }];
  const facts = Object.fromEntries(Object.entries(records).map(([type, found]) => [type, found.map((r) => r.record)]));
  const derived = { fact_value: factValues(profile, facts), fact_redacted: factRedacted(facts) };
  for (const [table, found] of Object.entries({ ...facts, ...derived, batch, coverage })) await insert(db, table, standard.batchColumns[table], found);
}

async function insert(db, table, columns, found) {
  if (found.length === 0) return;
  const work = mkdtempSync(join(tmpdir(), 'zhucun-node-'));
  try {
    const path = join(work, 'rows.ndjson');
    writeFileSync(path, found.map((row) => JSON.stringify(row) + '\n').join(''));
    const listed = Object.entries(columns).map(([k, t]) => `'${k}': ${quote(t)}`).join(', ');
    await db.run(`INSERT INTO "${table}" SELECT * FROM read_json(${quote(literal(path))}, columns={${listed}}, format='newline_delimited', maximum_object_size=17000000, hive_partitioning=false)`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

// --- what the rules ask of fields that no rule names --------------------------------------------

function factValues(profile, facts) {
  return standard.namedFields(profile).flatMap(([recordType, field]) => facts[recordType].map((record) => ({
    recordType, recordId: record.id, field, vals: valuesOf(profile, recordType, record, field), isList: standard.schemas[recordType].properties[field]?.type === 'array',
    redacted: record.redacted?.includes(field) ?? false,
  })));
}

/** The value of a field as texts; of a text of a place's own only whether it is there. */
function valuesOf(profile, recordType, record, field) {
  const own = standard.ownFields(profile.declared, recordType).find((f) => `ext.${f.owner}.${f.name}` === field);
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
