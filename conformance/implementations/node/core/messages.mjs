// The sentences of findings, in Chinese and in English: what the standard's own templates say, filled in for people.
import { ownCodes, ownFields } from './standard.mjs';
import { shown } from './structure.mjs';
import { WORDS } from './words.mjs';

export const LANGUAGES = ['zh', 'en'];
const at = (lang) => LANGUAGES.indexOf(lang);

/** A word or a sentence of the tool's own; what it does not hold stays empty. */
export const say = (key, lang, values = {}) => filled(WORDS[key][at(lang)], values);
const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
const inBoth = (write) => Object.fromEntries(LANGUAGES.map((lang) => [lang, write(lang)]));

/** The sentences of why a batch is none. */
export const problemOf = ({ key, values }) => inBoth((lang) =>
  say(key, lang, Object.fromEntries(Object.entries(values).map(([k, v]) => [k, v?.[lang] ?? v]))));

// --- of a rule ----------------------------------------------------------------------------------

/** The sentences of a rule's finding. */
export function ruleMessage(standard, rule, recordType, given, declared) {
  const masked = Object.fromEntries(Object.entries(given).map(([k, v]) => [k, masks(standard, v)]));
  return inBoth((lang) => {
    const kinds = kindsOf(standard, rule.arguments ?? {}, recordType, masked, declared);
    const texts = Object.fromEntries(Object.entries(masked).filter(([, v]) => v !== null && v !== undefined && v.length !== 0)
      .map(([name, value]) => [name, show(standard, value, kinds[name] ?? 'text', lang, declared)]));
    const template = rule.message[lang].replace(/\[([^[\]|]*)(?:\|([^\]]*))?\]/g, (_, part, otherwise) =>
      ([...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => name in texts) ? part : otherwise ?? ''));
    return template.replace(/\{(\w+)\}/g, (_, name) => texts[name] ?? say('fill.absent', lang));
  });
}

const masks = (standard, value) => (typeof value === 'string' ? shown(standard, value) : Array.isArray(value) ? value.map((v) => masks(standard, v)) : value);

/** How each argument is shown; `field` is a field of the record at fault, `value` what the field holds that `field` names. */
function kindsOf(standard, asked, recordType, given, declared) {
  return Object.fromEntries(Object.entries(asked).map(([name, told]) => {
    const [kind, of] = told.split(':');
    if (kind === 'field') return [name, `field:${of ?? recordType}`];
    if (kind === 'value') return [name, valueKind(standard, of ?? recordType, String(given.field ?? ''), declared)];
    return [name, told];
  }));
}

function valueKind(standard, recordType, name, declared) {
  let leaf = propertiesOf(standard, recordType, declared)[name] ?? {};
  leaf = leaf.items ?? leaf;
  for (const key of ['body', 'code']) leaf = leaf.properties?.[key] ?? leaf;
  if ('x-withheld' in leaf) return 'withheld';
  if ('x-codelist' in leaf) return `codelist:${leaf['x-codelist']}`;
  return name.endsWith('Fen') ? 'money' : 'text';
}

function show(standard, value, told, lang, declared) {
  if (Array.isArray(value)) return value.map((v) => show(standard, v, told, lang, declared)).join(say('fill.comma', lang));
  const text = String(value);
  if (text === 'true' || text === 'false') return say(text === 'true' ? 'fill.yes' : 'fill.no', lang);
  const split = told.indexOf(':'), [kind, of] = split < 0 ? [told] : [told.slice(0, split), told.slice(split + 1)];
  const yuan = () => (Number(text) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (kind === 'withheld') return say('fill.withheld', lang);
  if (kind === 'codelist') return codeTitle(standard, of, text, lang, declared);
  if (kind === 'field') return fieldTitle(standard, of, text, lang, declared);
  if (kind === 'yuan') return yuan();
  if (kind === 'money') return say('fill.money', lang, { yuan: yuan() });
  return kind === 'percent' ? `${text}%` : text;
}

/** The properties of a record type, and the fields of a place's own as rows name them. */
function propertiesOf(standard, recordType, declared) {
  const own = ownFields(declared, recordType).map(({ owner, name, type, title }) => {
    const path = `ext.${owner}.${name}`;
    return [path, { title: title.zh, description: title.en, own: true, ...(type === 'CODE' && { 'x-codelist': path }), ...(type === 'TEXT' && { 'x-withheld': true }) }];
  });
  return { ...standard.schemas[recordType]?.properties, ...Object.fromEntries(own) };
}

const codesOfField = (standard, declared, path) => standard.recordTypes.flatMap((type) => ownFields(declared, type))
  .filter((f) => `ext.${f.owner}.${f.name}` === path).flatMap((f) => (f.codes ?? []).map(({ code, title }) => ({ code, ...title })));

function fieldTitle(standard, recordType, name, lang, declared) {
  const prop = propertiesOf(standard, recordType, declared)[name];
  if (lang === 'zh') return (prop?.title ?? name).replace(say('fill.in-fen', lang), '');
  return prop?.own ? prop.description : name.replace(/Fen$/, '').replace(/(?<=[a-z])[A-Z]/g, (c) => ` ${c.toLowerCase()}`).trim();
}

function codeTitle(standard, list, value, lang, declared) {
  const rows = (name) => [...standard.codeLists[name] ?? [], ...ownCodes(standard, declared).filter((c) => c.list === name), ...codesOfField(standard, declared, name)];
  const find = (name, code) => rows(name).find((row) => row.code === code)?.[lang];
  const [head, level] = value.split('@');
  const text = find(list, head) ?? head;
  if (level === undefined) return text;
  // an actor: the body, and its level in brackets; a level alone is anybody of that level
  const named = find('subordination', level);
  const known = named === undefined ? say('fill.dispatch-level', lang) : say('fill.level', lang, { level: named });
  return text ? say('fill.actor', lang, { body: text, level: known }) : known;
}

// --- of the structure -----------------------------------------------------------------------------

/** The sentences of a structural finding: written from the schema, never from the value. */
export function structuralMessage(standard, recordType, fault) {
  const { rule, path = [], schema = {}, values = {} } = fault;
  return inBoth((lang) => filled(standard.structural[rule][lang], {
    limit: rule === 'STR-DEPTH' ? 64 : 16,
    ...Object.fromEntries(Object.entries(values).map(([k, v]) => [k, masks(standard, v)])),
    target: values.target && (lang === 'zh' ? standard.schemas[values.target].title : values.target),
    field: path.length > 0 ? structuralTitle(standard, recordType, path, lang) : values.field,
    form: formOf(standard, rule, schema, lang),
    suggestion: values.name ? ` ${values.name}` : '',
  }));
}

function structuralTitle(standard, recordType, path, lang) {
  const last = path.at(-1);
  if (lang === 'en') return last;
  let node = standard.schemas[recordType], title = last;
  for (const name of path) {
    node = node.properties?.[name] ?? {};
    title = node.title ?? name;
    node = node.items ?? node;
  }
  return `${title}(${last})`;
}

/** What a schema asks for, in words. */
function formOf(standard, rule, schema, lang) {
  if (rule === 'STR-TYPE') return schema.type ? say(`form.${schema.type}`, lang) : '';
  if (rule === 'STR-ENUM') return codesOf(standard, schema, lang);
  if (rule === 'STR-PATTERN') return patternOf(standard, schema.pattern ?? '', lang);
  const [low, high, unit] = {
    'STR-LENGTH': [schema.minLength, schema.maxLength, 'form.characters'],
    'STR-RANGE': [schema.minimum, schema.maximum],
    'STR-ITEMS': [schema.minItems, schema.maxItems ?? schema.maxProperties, 'form.items'],
  }[rule] ?? [];
  if (low === undefined && high === undefined) return '';
  const word = high === undefined ? 'form.atLeast' : low === undefined ? 'form.atMost' : 'form.between';
  return say(word, lang, { low, high }) + (unit ? ` ${say(unit, lang)}` : '');
}

const listed = (words, lang) => {
  const text = words.join(say('fill.comma', lang));
  return words.length > 1 ? say('form.oneOf', lang, { listed: text }) : text;
};

function patternOf(standard, pattern, lang) {
  const words = pattern.match(/^\^\(?((?:[A-Za-z_]|\\\.)+(?:\|(?:[A-Za-z_]|\\\.)+)*)\)?\$$/);
  if (words) return listed(words[1].replaceAll('\\.', '.').split('|'), lang);
  const row = standard.patterns.find((p) => p.pattern === pattern);
  return row ? say('form.example', lang, { form: row[lang], example: row.example }) : pattern;
}

/** Of longer code lists only name and length are said. */
const SHORT = 12;

function codesOf(standard, { enum: codes = [], 'x-codelist': name }, lang) {
  if (!name) return listed(codes, lang);
  const title = standard.listTitles[name]?.[lang] ?? name;
  const titles = Object.fromEntries(standard.codeLists[name].map((row) => [row.code, row[lang]]));
  const form = codes.length > SHORT ? say('form.manyCodes', lang, { n: codes.length, name, title })
    : say('form.fewCodes', lang, { listed: listed(codes.map((code) => say('form.code', lang, { code, title: titles[code] })), lang), name, title });
  return standard.openLists.includes(name) ? say('form.orOwn', lang, { form }) : form;
}
