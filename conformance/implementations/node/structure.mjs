// Says of each record why it is not valid: Ajv on the standard's schemas, translated into structural codes.
import Ajv2020 from 'ajv/dist/2020.js';
import * as standard from './standard.mjs';

const CODES = {
  type: 'STR-TYPE', enum: 'STR-ENUM', pattern: 'STR-PATTERN', format: 'STR-FORMAT',
  minLength: 'STR-LENGTH', maxLength: 'STR-LENGTH', minimum: 'STR-RANGE', maximum: 'STR-RANGE',
  minItems: 'STR-ITEMS', maxItems: 'STR-ITEMS', maxProperties: 'STR-ITEMS', uniqueItems: 'STR-UNIQUE-ITEMS',
};
const NAME = /^(?!.*\d{6})[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const CITIZEN = new RegExp(standard.schemas.cadre.properties.citizenId.pattern);
const MOBILE = /^1[3-9][0-9]{9}$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The id of a record, if it has a proper one. */
export const idOf = (record) => (typeof record.id === 'string' && ID.test(record.id) ? record.id : undefined);

/** Whether an id is a person's: a mobile number, or a citizen number whose check digit is right (GB 11643). */
export function isPersonal(id) {
  const text = id.toUpperCase();
  if (!CITIZEN.test(text)) return MOBILE.test(text);
  return '10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * text[i], 0) % 11] === text[17];
}

/** An id as it may be shown: of a person's, the last two characters. */
export const shown = (id) => (isPersonal(id) ? '*'.repeat(id.length - 2) + id.slice(-2) : id);

/** A day that exists, from year 1 on. */
function isDate(text) {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
ajv.addFormat('date', isDate);
const validators = Object.fromEntries(Object.entries(standard.schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
const opened = new Map();

/** What checks a record of a type: the standard's schema, with what the batch's profile declares of its own. */
function validatorOf(type, declared) {
  if (declared.length === 0 || type === 'manifest') return validators[type];
  const key = `${type} ${JSON.stringify(declared)}`;
  if (!opened.has(key)) opened.set(key, ajv.compile(standard.schemaOf(type, declared)));
  return opened.get(key);
}

/** Ajv's path as a pointer in which what does not look like a name is shown as "?". */
function pointer(path, record) {
  let node = record;
  return path.split('/').slice(1).map((part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const listed = Array.isArray(node);
    node = node[key];
    return `/${listed || NAME.test(key) ? key : '?'}`;
  }).join('');
}

/** Every fault of a record: {rule, pointer}. One for each place, besides required and unknown fields. */
export function explain(type, record, declared = []) {
  const validate = validatorOf(type, declared);
  if (validate(record)) return [];
  const faults = [];
  const places = new Map();
  for (const e of validate.errors) {
    const at = pointer(e.instancePath, record);
    if (e.keyword === 'required') faults.push({ rule: 'STR-REQUIRED', pointer: at });
    else if (e.keyword === 'additionalProperties') {
      const key = e.params.additionalProperty;
      faults.push({ rule: /^\/ext\/[^/]+$/.test(e.instancePath) ? 'STR-OWN-FIELD' : 'STR-UNKNOWN-FIELD', pointer: `${at}/${NAME.test(key) ? key : '?'}` });
    } else places.set(at, [...(places.get(at) ?? []), e]);
  }
  // of several faults in one place the type comes first, then the pattern, then the schema's own order
  const rank = (e) => (e.keyword === 'type' ? -2 : e.keyword === 'pattern' ? -1 : Object.keys(e.parentSchema).indexOf(e.keyword));
  for (const [at, errors] of places) {
    const [first] = errors.sort((a, b) => rank(a) - rank(b));
    const date = first.keyword === 'pattern' && first.parentSchema.format === 'date';
    faults.push({ rule: date ? 'STR-FORMAT' : CODES[first.keyword] ?? 'STR-TYPE', pointer: at });
  }
  return faults;
}
