// The sentences of findings, written from the rule or the schema and never from a value that is a person's.
import { isPersonal, shown } from './structure.mjs';
import { ownCodes, ownFields } from './standard.mjs';
import { knows, say } from './words.mjs';

/** What a finding of `check` says. `declared` is what the batch's profile declares of its own, as `check` gives it. */
export function messageOf(standard, finding, lang, declared = []) {
  const spoken = { standard, declared, lang };
  if (finding.rule in standard.structural) return structuralText(spoken, finding);
  const header = standard.rules.find((r) => r.id === finding.rule);
  return ruleText(spoken, header, finding);
}

/** The title of a rule; of a structural code its sentence, where that needs nothing to be filled in. */
export function titleOf(standard, rule, lang) {
  const sentence = standard.structural[rule]?.[lang];
  if (sentence === undefined) return standard.rules.find((r) => r.id === rule).title[lang];
  const plain = sentence.replace('{guess}', '').replace('{suggestion}', '');
  return plain.includes('{') ? '' : plain;
}

/** How to put it right. */
export const fixOf = (standard, rule, lang) =>
  standard.structural[rule]?.[lang === 'en' ? 'fixEn' : 'fixZh'] ?? standard.rules.find((r) => r.id === rule).fix[lang];

/** Why an input is no batch. */
export function problemOf(standard, { key, fault, ...values }, lang) {
  const sentence = fault && structuralText({ standard, declared: [], lang }, { recordType: 'manifest', about: {}, ...fault });
  return say(key, lang, { ...values, sentence, pointer: fault?.pointer });
}

// --- structure --------------------------------------------------------------------------------

function structuralText(spoken, { rule, recordType, about = {} }) {
  const { standard, lang } = spoken;
  const { path, target } = about;
  const values = {
    ...about,
    ...(path && { field: fieldOf(spoken, recordType, about), form: formOf(spoken, rule, about.own ? ownForm(about) : about.schema ?? {}) }),
    ...(target && { target: lang === 'en' ? target : standard.schemas[target].title }),
    suggestion: suggestionOf(spoken, about),
  };
  return standard.structural[rule][lang].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** A field by its term and its name. */
function fieldOf({ standard, lang }, recordType, { path, own }) {
  const name = path.at(-1);
  if (lang === 'en') return name;
  let node = standard.schemas[recordType], title = name;
  for (const step of path) {
    node = node.properties?.[step] ?? {};
    title = node.title ?? step;
    node = node.items ?? node;
  }
  return `${own?.title.zh ?? title}(${name})`;
}

const ordinal = (n) => `${n}${Math.floor(n / 10) % 10 === 1 ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[n % 10] ?? 'th'}`;
const term = (title) => title.split('（')[0];
const terms = new WeakMap();

/** Every Chinese term for a field of a record. */
function termsOf(standard) {
  if (terms.has(standard)) return terms.get(standard);
  const found = new Set();
  const visit = ({ properties = {} }) => Object.values(properties).forEach((prop) => {
    found.add(prop.title).add(term(prop.title));
    visit(prop.items ?? prop);
  });
  standard.recordTypes.forEach((type) => visit(standard.schemas[type]));
  terms.set(standard, found);
  return found;
}

/** Which member is not known, as far as its name may be repeated: a name, or the standard's own term for a field. */
function suggestionOf({ standard, lang }, { key, name, position, members = {} }) {
  if (key === undefined) return '';
  if (name !== undefined) return ` ${name}`;
  if (!termsOf(standard).has(key)) return say('member', lang, { position: lang === 'en' ? ordinal(position) : position });
  const meant = Object.entries(members).find(([, prop]) => key === prop.title || key === term(prop.title))?.[0];
  return meant ? say('meant', lang, { name: key, meant }) : ` ${key}`;
}

const BOUNDS = {
  'STR-LENGTH': [['minLength'], ['maxLength']], 'STR-RANGE': [['minimum'], ['maximum']], 'STR-ITEMS': [['minItems'], ['maxItems', 'maxProperties']],
};
/** A pattern that only lists what may stand there. */
const LISTED = /^\^\(?((?:[A-Za-z_]|\\\.)+(?:\|(?:[A-Za-z_]|\\\.)+)*)\)?\$$/;
/** Of longer code lists only name and length are said. */
const SHORT = 12;

/** The form that a schema asks for, in words. */
function formOf(spoken, rule, schema) {
  const { standard, lang } = spoken;
  if (rule === 'STR-TYPE') return knows(`type.${schema.type}`) ? say(`type.${schema.type}`, lang) : '';
  if (rule === 'STR-ENUM') return codesOf(spoken, schema);
  if (rule === 'STR-PATTERN') {
    const listed = schema.pattern.match(LISTED)?.[1];
    if (listed) return oneOf(listed.replaceAll('\\.', '.').split('|'), lang);
    const row = standard.register('patterns').find((r) => r.pattern === schema.pattern);
    return row ? say('example', lang, { form: row[lang], example: row.example }) : schema.pattern;
  }
  const [low, high] = (BOUNDS[rule] ?? [[], []]).map((keys) => keys.map((k) => schema[k]).find((v) => v !== undefined));
  if (low === undefined && high === undefined) return '';
  const span = say(high === undefined ? 'atLeast' : low === undefined ? 'atMost' : 'between', lang, { low, high });
  return knows(`unit.${rule}`) ? `${span} ${say(`unit.${rule}`, lang)}` : span;
}

const oneOf = (items, lang) => (items.length > 1 ? say('oneOf', lang, { listed: items.join(say('comma', lang)) }) : items.join(''));

function codesOf(spoken, schema) {
  const { standard, declared, lang } = spoken, name = schema['x-codelist'];
  if (!name) return oneOf(schema.enum, lang);
  const codes = [...schema.enum, ...ownCodes(standard, declared).filter((c) => c.list === name).map((c) => c.code)];
  const titles = titlesOf(spoken, name), title = listTitle(spoken, name);
  const form = codes.length > SHORT ? say('manyCodes', lang, { n: codes.length, name, title })
    : say('fewCodes', lang, { listed: oneOf(codes.map((code) => say('code', lang, { code, title: titles[code] })), lang), name, title });
  return standard.openLists.includes(name) ? say('orOwn', lang, { form }) : form;
}

/** The schema of a declared field. */
function ownForm({ path: [, owner, name], own: { type, codes = [] } }) {
  if (type === 'CODE') return { type: 'string', enum: [...new Set(codes.map((c) => c.code))], 'x-codelist': `ext.${owner}.${name}` };
  if (type === 'TEXT') return { type: 'string', minLength: 1, maxLength: 2000 };
  if (type === 'NUMBER') return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
  return { type: type === 'BOOLEAN' ? 'boolean' : 'string' };
}

// --- code lists -------------------------------------------------------------------------------

/** The declared field that a code list is of, if it is of one. */
const ownOf = ({ standard, declared }, name) =>
  standard.recordTypes.flatMap((type) => ownFields(declared, type)).find((f) => `ext.${f.owner}.${f.name}` === name);

/** Code → its title. */
function titlesOf(spoken, name) {
  const { standard, declared, lang } = spoken;
  const own = ownOf(spoken, name)?.codes?.map(({ code, title }) => ({ code, ...title })) ?? [];
  const rows = [...standard.codeLists[name] ?? [], ...ownCodes(standard, declared).filter((c) => c.list === name), ...own];
  return Object.fromEntries(rows.map((row) => [row.code, row[lang]]));
}

function listTitle(spoken, name) {
  const own = ownOf(spoken, name);
  return own ? own.title[spoken.lang] : spoken.standard.register('codelists').find((r) => r.name === name)?.[spoken.lang] ?? name;
}

/** A code by its title; of an actor the body, and its level in brackets. */
function codeText(spoken, name, value) {
  const [head, level] = value.split('@');
  const body = titlesOf(spoken, name)[head] ?? head;
  if (level === undefined) return body;
  const known = titlesOf(spoken, 'subordination')[level];
  const said = known ? say('level', spoken.lang, { level: known }) : say('dispatchLevel', spoken.lang);
  return body ? say('actor', spoken.lang, { body, level: said }) : said;
}

// --- rules ------------------------------------------------------------------------------------

function ruleText(spoken, header, { recordType, arguments: given }) {
  const texts = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null || (Array.isArray(value) && value.length === 0)) continue;
    texts[name] = show(spoken, masked(spoken.standard, value), kindOf(spoken, header, recordType, name, given.field));
  }
  const template = header.message[spoken.lang].replace(/\[([^[\]|]*)(?:\|([^[\]]*))?\]/g, (_, part, otherwise) =>
    ([...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => name in texts) ? part : otherwise ?? ''));
  return template.replace(/\{(\w+)\}/g, (_, name) => texts[name] ?? say('absent', spoken.lang));
}

const masked = (standard, value) => {
  if (Array.isArray(value)) return value.map((v) => masked(standard, v));
  return typeof value === 'string' && isPersonal(standard, value) ? shown(standard, value) : value;
};

/** How an argument is shown. `field` is a field of the record at fault, `value` what the field holds that `field` names. */
function kindOf(spoken, header, recordType, name, field) {
  const [kind, of = ''] = (header.arguments?.[name] ?? 'text').split(':');
  if (kind === 'field') return ['field', of || recordType];
  if (kind !== 'value') return [kind, of];
  const own = ownFields(spoken.declared, of || recordType).find((f) => `ext.${f.owner}.${f.name}` === field);
  if (own) return own.type === 'TEXT' ? ['withheld'] : own.type === 'CODE' ? ['codelist', field] : ['text'];
  const prop = spoken.standard.schemas[of || recordType].properties[field] ?? {};
  let leaf = prop.items ?? prop;
  for (const key of ['body', 'code']) leaf = leaf.properties?.[key] ?? leaf;
  if ('x-withheld' in leaf) return ['withheld'];
  return leaf['x-codelist'] ? ['codelist', leaf['x-codelist']] : [String(field).endsWith('Fen') ? 'money' : 'text'];
}

const yuan = (fen) => (Number(fen) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** One argument of a message, for people. */
function show(spoken, value, [kind, of]) {
  const { lang } = spoken;
  if (Array.isArray(value)) return value.map((v) => show(spoken, v, [kind, of])).join(say('comma', lang));
  if (['true', 'false'].includes(String(value))) return say(String(value) === 'true' ? 'yes' : 'no', lang);
  if (kind === 'withheld') return say('withheld', lang);
  if (kind === 'codelist') return codeText(spoken, of, String(value));
  if (kind === 'field') return fieldTitle(spoken, of, String(value));
  if (kind === 'yuan') return yuan(value);
  if (kind === 'money') return say('money', lang, { yuan: yuan(value) });
  return kind === 'percent' ? `${value}%` : String(value);
}

/** The term of a field, in English the words that its name is made of; money is told in yuan, not in fen. */
function fieldTitle({ standard, declared, lang }, recordType, name) {
  const own = ownFields(declared, recordType).find((f) => `ext.${f.owner}.${f.name}` === name);
  if (own) return own.title[lang];
  if (lang === 'en') return name.replace(/Fen$/, '').replace(/(?<=[a-z])[A-Z]/g, (c) => ` ${c.toLowerCase()}`).trim();
  const title = standard.schemas[recordType].properties[name]?.title ?? name, unit = say('inFen', lang);
  return title.endsWith(unit) ? title.slice(0, -unit.length) : title;
}
