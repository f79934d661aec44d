// Judges one batch: structure, then the standard's rules over DuckDB.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Unreadable, open } from './batch.mjs';
import { ID, explain } from './structure.mjs';
import { Refused, otherEncoding, parse } from './strictjson.mjs';
import * as standard from './standard.mjs';

/** {verdict, findings, notEvaluated}; `level` is "structure" or "profile". */
export async function judge(folder, level) {
  try {
    const batch = open(folder);
    const { records, findings, notEvaluated } = checkStructure(batch);
    if (level === 'structure') return answer(findings, notEvaluated, false);
    return await checkRules(batch.manifest, records, findings, notEvaluated);
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
    return { verdict: 'unreadable', findings: [], notEvaluated: [] };
  }
}

function answer(findings, notEvaluated, crashed) {
  const wrong = findings.some((f) => (f.severity ?? standard.structural[f.rule]) === 'error');
  return { verdict: wrong ? 'fail' : crashed ? 'incomplete' : 'pass', findings, notEvaluated };
}

// --- structure --------------------------------------------------------------------------------

function checkStructure({ files, unlisted }) {
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
    for (const { number, bytes, blank } of lines) {
      if (blank) {
        found({ rule: 'STR-BLANK' }, number);
        continue;
      }
      let record;
      try {
        record = parse(bytes);
      } catch (e) {
        if (!(e instanceof Refused)) throw e;
        if (e.code === 'STR-ENCODING' && otherEncoding(bytes)) throw new Unreadable(`${file} is not UTF-8`);
        found({ rule: e.code }, number);
        continue;
      }
      if (record === null || typeof record !== 'object' || Array.isArray(record)) {
        found({ rule: 'STR-OBJECT' }, number);
        continue;
      }
      const faults = explain(recordType, record);
      const id = typeof record.id === 'string' && ID.test(record.id) ? record.id : undefined;
      for (const fault of faults) found(fault, number, id);
      if (faults.length === 0) records[recordType].push({ record, file, line: number });
      else refused[recordType].add(id);
    }
  }
  const judged = checkIds(records, refused, findings);
  return { records: firstOnly(records), ...judged };
}

/** Of records that share an id, the rules see the first. */
function firstOnly(records) {
  return Object.fromEntries(Object.entries(records).map(([type, found]) => {
    const seen = new Set();
    return [type, found.filter(({ record: { id } }) => !seen.has(id) && seen.add(id))];
  }));
}

/** Ids used twice, and references that lead nowhere; among valid records only. */
function checkIds(records, refused, findings) {
  const ids = {};
  for (const [type, found] of Object.entries(records)) {
    ids[type] = new Set();
    for (const { record: { id }, file, line } of found) {
      if (ids[type].has(id)) findings.push({ rule: 'STR-DUPLICATE-ID', recordType: type, recordId: id, file, line, pointer: '/id' });
      ids[type].add(id);
    }
  }
  const missing = new Set();
  for (const [type, found] of Object.entries(records)) {
    for (const [name, target, many] of standard.references[type]) {
      for (const { record, file, line } of found) {
        if (record[name] === undefined) continue;
        // where no record of the target was handed in, nothing can be said
        if (ids[target].size === 0) missing.add(target);
        else [record[name]].flat().forEach((ref, i) => {
          if (ids[target].has(ref) || refused[target].has(ref)) return;
          findings.push({ rule: 'STR-REFERENCE', recordType: type, recordId: record.id, file, line, pointer: `/${name}${many ? `/${i}` : ''}` });
        });
      }
    }
  }
  return { findings, notEvaluated: [...missing].map((target) => ({ rule: 'STR-REFERENCE', missing: `coverage.${target}` })) };
}

// --- rules ------------------------------------------------------------------------------------

async function checkRules(manifest, records, findings, notEvaluated) {
  const profile = standard.resolve(manifest.profile);
  if (!profile?.start) throw new Unreadable('the profile is unknown, or has no date and judges nothing');
  if (manifest.endDate < profile.start || manifest.startDate > (profile.end ?? manifest.startDate)) {
    throw new Unreadable('the profile is not in force in the period of the batch');
  }
  const work = mkdtempSync(join(tmpdir(), 'zhucun-node-'));
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  const rows = async (sql) => (await db.runAndReadAll(sql)).getRowObjectsJson();
  let crashed = false;
  try {
    await createTables(db, work, manifest, profile, records);
    const declared = new Set(manifest.coverage.map((c) => c.recordType));
    for (const rule of standard.rules.filter((r) => standard.applies(r, profile))) {
      const absent = rule.records.filter((type) => records[type].length === 0 && !declared.has(type));
      notEvaluated.push(...absent.map((type) => ({ rule: rule.id, missing: `coverage.${type}` })));
      if (absent.length > 0) continue;
      try {
        collect(rule, await rows(rule.query), profile, findings, notEvaluated);
      } catch (e) {
        console.error(`${rule.id}: ${e.message}`);
        crashed = true; // a rule that could not run never counts as passed
      }
    }
  } finally {
    db.closeSync();
    instance.closeSync();
    rmSync(work, { recursive: true, force: true });
  }
  return answer(findings, notEvaluated, crashed);
}

function collect(rule, rows, profile, findings, notEvaluated) {
  const policies = Object.values(profile.tables).flat();
  const missing = new Set();
  for (const row of rows) {
    if (row.outcome === 'unjudged') {
      missing.add(row.missing);
      continue;
    }
    const policy = policies.find((p) => p.policyRow === row.policyRow);
    findings.push({
      rule: rule.id,
      severity: policy ? standard.severity(policy, row.lowerBy) : standard.lower(rule.severity, row.lowerBy),
      outcome: row.outcome.toUpperCase(),
      recordType: row.recordType,
      recordId: row.recordId,
    });
  }
  notEvaluated.push(...[...missing].map((what) => ({ rule: rule.id, missing: what })));
}

const quote = (text) => `'${text.replaceAll("'", "''")}'`;

async function createTables(db, work, manifest, profile, records) {
  const create = async (name, columns, rows) => {
    await db.run(`CREATE TABLE "${name}" (${Object.entries(columns).map(([k, t]) => `"${k}" ${t}`).join(', ')})`);
    if (rows.length === 0) return;
    const path = join(work, `${name}.ndjson`);
    writeFileSync(path, rows.map((row) => JSON.stringify(row) + '\n').join(''));
    const listed = Object.entries(columns).map(([k, t]) => `'${k}': ${quote(t)}`).join(', ');
    await db.run(`INSERT INTO "${name}" SELECT * FROM read_json(${quote(path)}, columns={${listed}}, format='newline_delimited', maximum_object_size=17000000)`);
  };
  for (const [type, columns] of Object.entries(standard.columns)) await create(type, columns, records[type].map((r) => r.record));
  for (const [table, columns] of Object.entries(standard.policyColumns)) await create(table, columns, profile.tables[table]);
  const { batchId: id, startDate, endDate, asOf } = manifest;
  await create('batch', { id: 'VARCHAR', profile: 'VARCHAR', divisionCode: 'VARCHAR', startDate: 'DATE', endDate: 'DATE', asOf: 'DATE' },
    [{ id, profile: profile.id, divisionCode: profile.divisionCode, startDate, endDate, asOf }]);
  await create('coverage', { recordType: 'VARCHAR', kind: 'VARCHAR', startDate: 'DATE', endDate: 'DATE' }, manifest.coverage);
  // empty cells of a register are empty texts, not NULL
  const csv = (path) => `read_csv(${quote(join(standard.ROOT, path))}, header=true, all_varchar=true, nullstr='<null>', filename=true)`;
  await db.run(`CREATE TABLE calendar_exception AS SELECT date::DATE AS date, working = 'true' AS working FROM ${csv('registers/calendar.csv')};
    CREATE TABLE calendar_year AS SELECT year::BIGINT AS year FROM ${csv('registers/calendar-years.csv')};
    CREATE TABLE division AS SELECT code, level, parent, edition FROM ${csv('registers/divisions.csv')};
    CREATE TABLE code AS SELECT parse_filename(filename, true) AS list, code, zh, en FROM ${csv('codelists/*.csv')}`);
  await db.run(standard.views);
}
