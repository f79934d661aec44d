// The standard, read from the files of schemas/ and nothing else: schemas, columns, structural codes, profiles, rules.
import { decode, parseCsv } from './bytes.mjs';

/** The standard as data, from the folder of one of its versions. */
export function standardOf(folder) {
  const text = (path) => decode(folder.read(path));
  const json = (path) => JSON.parse(text(path));
  const names = (room, suffix) => folder.paths.filter((p) => p.startsWith(room) && p.endsWith(suffix)).sort()
    .map((p) => p.slice(room.length, -suffix.length)).filter((name) => !name.includes('/'));
  const index = json('standard.json');
  const { recordTypes } = index;
  const schemas = Object.fromEntries([...recordTypes, 'manifest'].map((name) => [name, json(`records/${name}.json`)]));
  const { own, policy } = json('profiles/profile.schema.json').properties;
  const columns = Object.fromEntries(recordTypes.map((type) => [type, columnsOf(schemas[type].properties)]));
  const register = (name) => parseCsv(text(`registers/${name}.csv`));
  return {
    index, recordTypes, schemas, policy, columns, register,
    citizenNumber: new RegExp(schemas.cadre.properties.citizenId.pattern),
    openLists: own.properties.codes.items.properties.list.enum,
    macros: text('rules/macros.sql'),
    rules: names('rules/', '.sql').filter((name) => /^[A-Z]+-\d+$/.test(name)).map((name) => ruleOf(text(`rules/${name}.sql`))),
    views: inOrder(Object.fromEntries(names('rules/views/', '.sql').map((name) => viewOf(text(`rules/views/${name}.sql`))).map((view) => [view.name, view]))),
    profiles: Object.fromEntries(folder.paths.filter((p) => /^profiles\/[^/]+\/profile\.json$/.test(p)).map(json).map((profile) => [profile.id, profile])),
    patterns: register('patterns'),
    listTitles: Object.fromEntries(register('codelists').map((row) => [row.name, row])),
    structural: Object.fromEntries(register('structural').map((row) => [row.code, row])),
    codeLists: Object.fromEntries(names('codelists/', '.csv').map((list) => [list, parseCsv(text(`codelists/${list}.csv`))])),
    clauses: Object.fromEntries(folder.paths.filter((p) => p.startsWith('registers/clauses/')).sort()
      .flatMap((p) => text(p).split('\n').filter(Boolean).map((line) => JSON.parse(line))).map((clause) => [clause.id, clause])),
    batchColumns: { ...columns, ...BATCH_COLUMNS },
    policyColumns: Object.fromEntries(Object.entries(policy.properties).map(([table, { items }]) => [table, { ...columnsOf(items.properties), ...ROW_COLUMNS }])),
    references: Object.fromEntries(recordTypes.map((type) => [type, referencesOf(schemas[type])])),
  };
}

/** What a batch fills besides its facts: what its manifest says, and values by name. */
const BATCH_COLUMNS = {
  batch: { id: 'VARCHAR', profile: 'VARCHAR', divisionCode: 'VARCHAR', startDate: 'DATE', endDate: 'DATE', asOf: 'DATE', mode: 'VARCHAR' },
  coverage: { recordType: 'VARCHAR', kind: 'VARCHAR', startDate: 'DATE', endDate: 'DATE' },
  fact_value: { recordType: 'VARCHAR', recordId: 'VARCHAR', field: 'VARCHAR', vals: 'VARCHAR[]', isList: 'BOOLEAN', redacted: 'BOOLEAN' },
  fact_redacted: { recordType: 'VARCHAR', recordId: 'VARCHAR', field: 'VARCHAR', filled: 'BOOLEAN' },
};
const ROW_COLUMNS = { policyRow: 'VARCHAR', inherited: 'BOOLEAN', profile: 'VARCHAR', authority: 'VARCHAR' };

/** The DuckDB type of a property, as rules/README.md defines it. */
function columnType(prop) {
  if (prop.type === 'string') return prop.format === 'date' ? 'DATE' : 'VARCHAR';
  if (prop.type === 'integer') return 'BIGINT';
  if (prop.type === 'boolean') return 'BOOLEAN';
  if (prop.type === 'array') return `${columnType(prop.items)}[]`;
  return `STRUCT(${Object.entries(prop.properties).map(([k, v]) => `"${k}" ${columnType(v)}`).join(', ')})`;
}

function columnsOf(properties) {
  return Object.fromEntries(Object.entries(properties).filter(([k]) => k !== 'ext').map(([k, v]) => [k, columnType(v)]));
}

/** The references of a record type: [field, target type, whether it is a list]. */
const referencesOf = (schema) => Object.entries(schema.properties).flatMap(([name, prop]) =>
  (prop['x-ref'] ? [[name, prop['x-ref'], false]] : prop.items?.['x-ref'] ? [[name, prop.items['x-ref'], true]] : []));

/** A rule: its JSON header and its query. */
function ruleOf(source) {
  const end = source.indexOf('*/');
  const query = source.slice(end).match(/^-- @query\s*\n([\s\S]*?)^-- @break\s*$/m)[1];
  return { ...JSON.parse(source.slice(2, end)), query: query.trim().replace(/;$/, '') };
}

const viewOf = (sql) => ({ ...JSON.parse(sql.slice(2, sql.indexOf('*/'))), sql });

/** The shared views, each after those that it reads. */
function inOrder(views) {
  const done = new Set();
  const visit = (name) => {
    if (!(name in views) || done.has(name)) return;
    views[name].reads.forEach(visit);
    done.add(name);
  };
  Object.keys(views).forEach(visit);
  return [...done].map((name) => views[name]);
}

/** Of a code list: Chinese term → code. */
export const codesByTerm = (standard, list) => Object.fromEntries(standard.codeLists[list].map(({ code, zh }) => [zh, code]));

/** The codes that an entry of `coverage` may name as the kind of a record type. */
export function kinds(standard, type, declared) {
  const list = standard.schemas.manifest.properties.coverage.items.properties.kind['x-coverageKinds'][type];
  return list ? [...standard.codeLists[list], ...ownCodes(standard, declared).filter((c) => c.list === list)].map((c) => c.code) : [];
}

// --- what profiles declare of their own: pairs of a document's code and an `own`, the nearest profile first ---------

/** The declared codes of open lists, as records write them. */
export const ownCodes = (standard, declared) => declared.flatMap(([owner, { codes = [] }]) =>
  codes.filter(({ list }) => standard.openLists.includes(list))
    .map(({ list, code, title }) => ({ list, code: `${owner}:${code}`, ...title })));

/** The declared fields of a record type: {owner, name, type, codes}; of two of a name the first counts. */
export const ownFields = (declared, type) => Object.values(Object.fromEntries(declared.flatMap(([owner, { fields = [] }]) =>
  fields.filter((f) => f.recordType === type).map((f) => [`${owner}.${f.name}`, { ...f, owner }])).reverse()));

// --- profiles ---------------------------------------------------------------------------------

const FIRST = '0001-01-01';
const LAST = '9999-12-31';
const max = (...days) => days.reduce((a, b) => (a > b ? a : b));
const min = (...days) => days.reduce((a, b) => (a < b ? a : b));

/** Whether two rows of a table speak of the same thing, whatever their ids (profiles/README.md). */
function speakOfTheSame({ policy }, table, one, other) {
  const keys = [...policy.properties[table]['x-keys'], ...policy['x-keys']];
  // the columns that every policy table has
  const shared = Object.values(policy.properties).map(({ items }) => Object.keys(items.properties)).reduce((a, b) => a.filter((c) => b.includes(c)));
  const unordered = (value) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value ?? null);
  if (keys.some((k) => unordered(one[k]) !== unordered(other[k]))) return false;
  const [mine, its] = [one, other].map((row) => Object.keys(row).filter((c) => !keys.includes(c) && !shared.includes(c)));
  return mine.some((c) => its.includes(c)) || mine.length === 0 || its.length === 0;
}

/** A profile with the rows it inherits; null if there is none of that name in the standard, nor in the folder `beside` it. */
export function resolve(standard, id, beside) {
  const chain = [];
  for (let at = id; at; at = chain.at(-1).extends) {
    const outside = `${at}/profile.json`;
    if (chain.some((p) => p.id === at)) return null;
    if (Object.hasOwn(standard.profiles, at)) chain.push(standard.profiles[at]);
    else if (/^[a-z0-9-]+$/.test(at) && beside?.paths.includes(outside)) chain.push(JSON.parse(decode(beside.read(outside))));
    else return null;
  }
  const [own] = chain;
  const tables = Object.fromEntries(Object.keys(standard.policyColumns).map((table) => [table, []]));
  const taken = [];
  chain.forEach((profile, level) => {
    // what is only assumed to be inherited weighs no more than the heir's own rows
    const heirs = chain.slice(0, level).filter((c) => c.inheritanceBasis === 'ASSUMED').map((c) => c.authority);
    const mine = Object.entries(profile.policy).flatMap(([table, rows]) => rows.map((row) => [table, row]));
    for (const [table, row] of mine) {
      if (taken.some(([t, nearer]) => t === table && speakOfTheSame(standard, table, row, nearer))) continue; // the child's row replaces the parent's
      tables[table].push({
        ...row,
        policyRow: `${profile.id}/${row.id}`,
        profile: profile.id,
        authorities: [profile.authority, ...heirs],
        effectiveFromBasis: own.effectiveFromBasis,
        inherited: level > 0,
        // a profile without a date binds no day at all
        validFrom: max(own.effectiveFrom ?? LAST, profile.effectiveFrom ?? LAST, row.validFrom ?? FIRST),
        validTo: min(own.effectiveTo ?? LAST, profile.effectiveTo ?? LAST, row.validTo ?? LAST),
      });
    }
    taken.push(...mine);
  });
  return { id: own.id, divisionCode: own.divisionCode, start: own.effectiveFrom, end: own.effectiveTo, tables,
    declared: chain.filter((p) => p.own).map((p) => [p.document, p.own]) };
}

/** K1: by modality, but no more than the authority of the source (and of who only assumes to inherit) and an assumed first day allow, then some steps lower. */
export function severity({ index }, row, lowerBy) {
  const order = ['info', 'warning', 'error'];
  const caps = row.authorities.map((a) => order.indexOf(index.severity.capByAuthority[a]));
  const assumed = index.severity.capByEffectiveFromBasis[row.effectiveFromBasis];
  if (assumed) caps.push(order.indexOf(assumed));
  const rank = Math.min(order.indexOf(index.severity.byModality[row.modality]), ...caps);
  return lower(order[rank], lowerBy);
}

export function lower(name, steps) {
  const order = ['info', 'warning', 'error'];
  return order[Math.max(0, order.indexOf(name) - Number(steps ?? 0))];
}

/** The fields whose values the rows of a profile ask for, as pairs of record type and field. */
export function namedFields({ policy, schemas }, { tables, declared }) {
  const found = Object.entries(policy.properties).flatMap(([table, { items }]) => Object.entries(items.properties)
    .filter(([, prop]) => prop['x-fieldOf'])
    .flatMap(([column, prop]) => tables[table].filter((row) => row[column] !== undefined)
      .map((row) => [row[prop['x-fieldOf']] ?? prop['x-fieldOf'], row[column]])));
  const unique = Object.values(Object.fromEntries(found.map((pair) => [pair.join(), pair])));
  const known = (type, field) => schemas[type].properties[field] || ownFields(declared, type).some((f) => `ext.${f.owner}.${f.name}` === field);
  return unique.filter(([type, field]) => !schemas[type]['x-bulk'] && field !== 'ext' && known(type, field));
}

/** A rule runs where each of its needs has a row: a value, one of several, or `*` for any. */
export const applies = (rule, profile) => (rule.policies ?? []).every(({ table, where = {} }) =>
  profile.tables[table].some((row) => Object.entries(where).every(([k, v]) =>
    row[k] !== undefined && (v === '*' || [v].flat().includes(String(row[k]))))));
