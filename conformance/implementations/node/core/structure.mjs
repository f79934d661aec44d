// Says of each record why it is not valid: Ajv's errors on the standard's schemas, translated into structural codes.
import { ownCodes, ownFields } from './standard.mjs';

/** What Ajv is to be made with: every fault, each with its schema and value. */
export const AJV = { allErrors: true, verbose: true, strict: false };

const CODES = {
  type: 'STR-TYPE', enum: 'STR-ENUM', pattern: 'STR-PATTERN', format: 'STR-FORMAT',
  minLength: 'STR-LENGTH', maxLength: 'STR-LENGTH', minimum: 'STR-RANGE', maximum: 'STR-RANGE',
  minItems: 'STR-ITEMS', maxItems: 'STR-ITEMS', maxProperties: 'STR-ITEMS', uniqueItems: 'STR-UNIQUE-ITEMS',
};
const NAME = /^(?!.*\d{6})[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const MOBILE = /^1[3-9][0-9]{9}$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The id of a record, if it has a proper one. */
export const idOf = (record) => (typeof record.id === 'string' && ID.test(record.id) ? record.id : undefined);

/** Whether an id is a person's: a mobile number, or a citizen number whose check digit is right (GB 11643). */
export function isPersonal({ citizenNumber }, id) {
  const text = id.toUpperCase();
  if (!citizenNumber.test(text)) return MOBILE.test(text);
  return '10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * text[i], 0) % 11] === text[17];
}

/** An id as it may be shown: of a person's, the last two characters. */
export const shown = (standard, id) => (isPersonal(standard, id) ? '*'.repeat(id.length - 2) + id.slice(-2) : id);

/** A day that exists, from year 1 on. */
export function isDate(text) {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const named = (key) => (NAME.test(key) ? key : '?');

/** A name as a sentence may repeat it. */
const told = (key) => (NAME.test(key) ? key : undefined);

/** The names of members on Ajv's path, without places in lists. */
function namesOn(path, record) {
  let node = record;
  return path.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).filter((key) => {
    const listed = Array.isArray(node);
    node = node[key];
    return !listed;
  }).map(named);
}

/** Ajv's path as a pointer in which what does not look like a name is shown as "?". */
function pointer(path, record) {
  let node = record;
  return path.split('/').slice(1).map((part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const listed = Array.isArray(node);
    node = node[key];
    return `/${listed ? key : named(key)}`;
  }).join('');
}

/** Every fault of a record: {rule, pointer}, and what its sentence is made of. One for each place, besides required and unknown fields. */
export function explain({ standard, validators }, type, record, declared = []) {
  const opened = declared.length > 0 && type !== 'manifest';
  const own = opened ? ownFaults(standard, type, record, declared) : [];
  if (validators[type](record)) return own;
  const faults = [];
  const places = new Map();
  for (const e of validators[type].errors) {
    if (opened && e.keyword === 'enum' && isOwnCode(standard, e, declared)) continue;
    const at = pointer(e.instancePath, record);
    const path = namesOn(e.instancePath, record);
    if (e.keyword === 'required') faults.push({ rule: 'STR-REQUIRED', pointer: at, path: [...path, e.params.missingProperty] });
    else if (e.keyword === 'additionalProperties') faults.push({ rule: 'STR-UNKNOWN-FIELD', pointer: `${at}/${named(e.params.additionalProperty)}`, values: { name: told(e.params.additionalProperty) } });
    else places.set(at, [...(places.get(at) ?? []), { ...e, path }]);
  }
  // of several faults in one place the type comes first, then the pattern, then the schema's own order
  const rank = (e) => (e.keyword === 'type' ? -2 : e.keyword === 'pattern' ? -1 : Object.keys(e.parentSchema).indexOf(e.keyword));
  for (const [at, errors] of places) {
    const [first] = errors.sort((a, b) => rank(a) - rank(b));
    const date = first.keyword === 'pattern' && first.parentSchema.format === 'date';
    faults.push({ rule: date ? 'STR-FORMAT' : CODES[first.keyword] ?? 'STR-TYPE', pointer: at, path: first.path, schema: first.parentSchema });
  }
  return [...faults, ...own];
}

// --- what profiles declare of their own -------------------------------------------------------

const declaredCodes = new WeakMap();

function isOwnCode(standard, { parentSchema, data }, declared) {
  if (!declaredCodes.has(declared)) declaredCodes.set(declared, new Set(ownCodes(standard, declared).map((c) => `${c.list} ${c.code}`)));
  return declaredCodes.get(declared).has(`${parentSchema['x-codelist']} ${data}`);
}

/** The faults of declared fields, and the members beside them that nobody declares. */
function ownFaults(standard, type, { ext }, declared) {
  if (!isObject(ext)) return [];
  const fields = ownFields(declared, type);
  return [...new Set(fields.map((f) => f.owner))].filter((owner) => isObject(ext[owner])).flatMap((owner) => {
    const forms = new Map(fields.filter((f) => f.owner === owner).map((f) => [f.name, f]));
    return Object.entries(ext[owner]).flatMap(([name, value]) => {
      const rule = forms.has(name) ? faultOf(standard, forms.get(name), value) : 'STR-OWN-FIELD';
      const values = rule === 'STR-OWN-FIELD' ? { owner, name: told(name) } : { field: told(name) };
      return rule ? [{ rule, pointer: `/ext/${named(owner)}/${named(name)}`, values }] : [];
    });
  });
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const JS_TYPES = { CODE: 'string', TEXT: 'string', NUMBER: 'number', DATE: 'string', BOOLEAN: 'boolean' };

/** What is wrong with the value of a declared field, as a structural code. */
function faultOf(standard, { type, codes = [] }, value) {
  if (typeof value !== JS_TYPES[type] || (type === 'NUMBER' && !Number.isInteger(value))) return 'STR-TYPE';
  if (type === 'CODE') return codes.some((c) => c.code === value) ? undefined : 'STR-ENUM';
  if (type === 'TEXT') return [...value].length >= 1 && [...value].length <= 2000 ? undefined : 'STR-LENGTH';
  if (type === 'NUMBER') return Number.isSafeInteger(value) ? undefined : 'STR-RANGE';
  if (type === 'DATE') return new RegExp(standard.schemas.manifest.properties.startDate.pattern, 'u').test(value) && isDate(value) ? undefined : 'STR-FORMAT';
  return undefined;
}
