// The standard, read from schemas/ and nothing else: schemas, columns, structural codes, profiles, rules.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = process.env.ZHUCUN_STANDARD ?? fileURLToPath(new URL('../../../schemas/1.0', import.meta.url));

const text = (...path) => readFileSync(join(ROOT, ...path), 'utf8');
const json = (...path) => JSON.parse(text(...path));

export const index = json('standard.json');
export const recordTypes = index.recordTypes;
export const macros = text('rules', 'macros.sql');
export const schemas = Object.fromEntries([...recordTypes, 'manifest'].map((name) => [name, json('records', `${name}.json`)]));
const own = json('profiles', 'profile.schema.json').properties.own.properties;
const policyForm = json('profiles', 'profile.schema.json').properties.policy;
const policy = policyForm.properties;

// structural.csv has no quoted commas before its third column, which is all that is needed of it
export const structural = Object.fromEntries(text('registers', 'structural.csv').trim().split('\n').slice(1).map((row) => row.split(',')));

/** Of a code list: Chinese term → code. Neither column has a quoted comma in the lists that facts are written with. */
export const codes = (list) => Object.fromEntries(text('codelists', `${list}.csv`).trim().split('\n').slice(1)
  .map((row) => row.split(',')).map(([code, zh]) => [zh, code]));

/** The codes that an entry of `coverage` may name as the kind of a record type. */
export function kinds(type, declared) {
  const list = schemas.manifest.properties.coverage.items.properties.kind['x-coverageKinds'][type];
  if (!list) return [];
  return [...text('codelists', `${list}.csv`).trim().split('\n').slice(1).map((row) => row.split(',', 1)[0]),
    ...ownCodes(declared).filter((c) => c.list === list).map((c) => c.code)];
}

// --- what profiles declare of their own: pairs of a document's code and an `own`, the nearest profile first ---------

/** The declared codes of open lists, as records write them. */
export const ownCodes = (declared) => declared.flatMap(([owner, { codes = [] }]) =>
  codes.filter(({ list }) => own.codes.items.properties.list.enum.includes(list))
    .map(({ list, code, title }) => ({ list, code: `${owner}:${code}`, ...title })));

/** The declared fields of a record type: {owner, name, type, codes}; of two of a name the first counts. */
export const ownFields = (declared, type) => Object.values(Object.fromEntries(declared.flatMap(([owner, { fields = [] }]) =>
  fields.filter((f) => f.recordType === type).map((f) => [`${owner}.${f.name}`, { ...f, owner }])).reverse()));

/** The schema of a declared field. */
function formOf({ type, codes = [] }) {
  if (type === 'CODE') return { type: 'string', enum: [...new Set(codes.map((c) => c.code))] };
  if (type === 'TEXT') return { type: 'string', minLength: 1, maxLength: 2000 };
  if (type === 'NUMBER') return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
  if (type === 'DATE') return { type: 'string', format: 'date', pattern: schemas.manifest.properties.startDate.pattern };
  return { type: 'boolean' };
}

/** The schema of a record type, with what is declared. */
export function schemaOf(type, declared) {
  const codes = ownCodes(declared);
  const opened = (node) => {
    if (Array.isArray(node)) return node.map(opened);
    if (node === null || typeof node !== 'object') return node;
    const out = Object.fromEntries(Object.entries(node).map(([k, v]) => [k, opened(v)]));
    if (node.enum) out.enum = [...new Set([...node.enum, ...codes.filter((c) => c.list === node['x-codelist']).map((c) => c.code)])];
    return out;
  };
  const { $id, ...schema } = opened(schemas[type]);
  const fields = ownFields(declared, type);
  const owners = [...new Set(fields.map((f) => f.owner))];
  schema.properties.ext.properties = Object.fromEntries(owners.map((owner) => [owner, {
    type: 'object', additionalProperties: false,
    properties: Object.fromEntries(fields.filter((f) => f.owner === owner).map((f) => [f.name, formOf(f)])),
  }]));
  return schema;
}

/** What several profiles declare, each thing once; null where two of them declare one field differently. */
export function together(profiles) {
  const all = Object.values(Object.fromEntries(profiles.flatMap((p) => p.declared).map((pair) => [JSON.stringify(pair), pair])));
  const shape = (f) => JSON.stringify([f.type, [...new Set((f.codes ?? []).map((c) => c.code))].sort()]);
  const alike = recordTypes.every((type) => profiles.every(({ declared }) => ownFields(declared, type).every((f) =>
    shape(f) === shape(ownFields(all, type).find((o) => o.owner === f.owner && o.name === f.name)))));
  return alike ? all : null;
}

/** The DuckDB type of a property, as rules/README.md defines it. */
function columnType(prop) {
  if (prop.type === 'string') return prop.format === 'date' ? 'DATE' : 'VARCHAR';
  if (prop.type === 'integer') return 'BIGINT';
  if (prop.type === 'boolean') return 'BOOLEAN';
  if (prop.type === 'array') return `${columnType(prop.items)}[]`;
  return `STRUCT(${Object.entries(prop.properties).map(([k, v]) => `"${k}" ${columnType(v)}`).join(', ')})`;
}

const columnsOf = (properties) =>
  Object.fromEntries(Object.entries(properties).filter(([k]) => k !== 'ext').map(([k, v]) => [k, columnType(v)]));

export const columns = Object.fromEntries(recordTypes.map((type) => [type, columnsOf(schemas[type].properties)]));

/** What a batch fills: the facts, and what its manifest says. */
export const batchColumns = {
  ...columns,
  batch: { id: 'VARCHAR', profile: 'VARCHAR', divisionCode: 'VARCHAR', startDate: 'DATE', endDate: 'DATE', asOf: 'DATE', mode: 'VARCHAR' },
  coverage: { recordType: 'VARCHAR', kind: 'VARCHAR', startDate: 'DATE', endDate: 'DATE' },
  fact_value: { recordType: 'VARCHAR', recordId: 'VARCHAR', field: 'VARCHAR', vals: 'VARCHAR[]', isList: 'BOOLEAN', redacted: 'BOOLEAN' },
  fact_redacted: { recordType: 'VARCHAR', recordId: 'VARCHAR', field: 'VARCHAR', filled: 'BOOLEAN' },
};

export const policyColumns = Object.fromEntries(Object.entries(policy).map(([table, { items }]) =>
  [table, { ...columnsOf(items.properties), policyRow: 'VARCHAR', inherited: 'BOOLEAN', profile: 'VARCHAR', authority: 'VARCHAR' }]));

/** The references of a record type: [field, target type, whether it is a list]. */
export const references = Object.fromEntries(recordTypes.map((type) => [type,
  Object.entries(schemas[type].properties).flatMap(([name, prop]) =>
    prop['x-ref'] ? [[name, prop['x-ref'], false]] : prop.items?.['x-ref'] ? [[name, prop.items['x-ref'], true]] : [])]));

const FIRST = '0001-01-01';
const LAST = '9999-12-31';
const max = (...days) => days.reduce((a, b) => (a > b ? a : b));
const min = (...days) => days.reduce((a, b) => (a < b ? a : b));

const profileIds = readdirSync(join(ROOT, 'profiles'), { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);

/** The columns that every policy table has. */
const sharedColumns = Object.values(policy).map(({ items }) => Object.keys(items.properties)).reduce((a, b) => a.filter((c) => b.includes(c)));

/** Whether two rows of a table speak of the same thing, whatever their ids (profiles/README.md). */
function speakOfTheSame(table, one, other) {
  const keys = [...policy[table]['x-keys'], ...policyForm['x-keys']];
  const unordered = (value) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value ?? null);
  if (keys.some((k) => unordered(one[k]) !== unordered(other[k]))) return false;
  const [mine, its] = [one, other].map((row) => Object.keys(row).filter((c) => !keys.includes(c) && !sharedColumns.includes(c)));
  return mine.some((c) => its.includes(c)) || mine.length === 0 || its.length === 0;
}

/** A profile with the rows it inherits; null if there is none of that name in the standard, nor in the folder `beside` it. */
export function resolve(id, beside) {
  const chain = [];
  for (let at = id; at; at = chain.at(-1).extends) {
    const outside = beside && /^[a-z0-9-]+$/.test(at) ? join(beside, at, 'profile.json') : '';
    if (chain.some((p) => p.id === at)) return null;
    if (profileIds.includes(at)) chain.push(json('profiles', at, 'profile.json'));
    else if (outside && existsSync(outside)) chain.push(JSON.parse(readFileSync(outside, 'utf8')));
    else return null;
  }
  const [own] = chain;
  const tables = Object.fromEntries(Object.keys(policyColumns).map((table) => [table, []]));
  const taken = [];
  chain.forEach((profile, level) => {
    // what is only assumed to be inherited weighs no more than the heir's own rows
    const heirs = chain.slice(0, level).filter((c) => c.inheritanceBasis === 'ASSUMED').map((c) => c.authority);
    const mine = Object.entries(profile.policy).flatMap(([table, rows]) => rows.map((row) => [table, row]));
    for (const [table, row] of mine) {
      if (taken.some(([t, nearer]) => t === table && speakOfTheSame(table, row, nearer))) continue; // the child's row replaces the parent's
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
export function severity(row, lowerBy) {
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

/** Every rule: its JSON header and its query. */
export const rules = readdirSync(join(ROOT, 'rules')).filter((f) => /^[A-Z]+-\d+\.sql$/.test(f)).sort().map((file) => {
  const source = text('rules', file);
  const end = source.indexOf('*/');
  const query = source.slice(end).match(/^-- @query\s*\n([\s\S]*?)^-- @break\s*$/m)[1];
  return { ...JSON.parse(source.slice(2, end)), query: query.trim().replace(/;$/, '') };
});

/** The shared views, each after those that it reads. */
export const views = inOrder(Object.fromEntries(readdirSync(join(ROOT, 'rules', 'views')).map((file) => {
  const sql = text('rules', 'views', file);
  const head = JSON.parse(sql.slice(2, sql.indexOf('*/')));
  return [head.name, { ...head, sql }];
})));

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

/** The fields whose values the rows of a profile ask for, as pairs of record type and field. */
export function namedFields({ tables, declared }) {
  const found = Object.entries(policy).flatMap(([table, { items }]) => Object.entries(items.properties)
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
