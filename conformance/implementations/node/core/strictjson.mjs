// Strict JSON. JSON.parse keeps the last of two equal keys and rounds long integers; this does not.
import { asciiOf, decode } from './bytes.mjs';

const MAX_DEPTH = 64;
export const MAX_LINE = 16 * 1024 * 1024;

export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const CONSTANT = /NaN|-?Infinity/y;
const LITERALS = [['true', true], ['false', false], ['null', null]];
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Reads one value from the start of a text. Returns [value, end]. */
function scan(text) {
  let at = 0;
  const broken = () => new Refused('STR-JSON');
  const match = (regex) => {
    regex.lastIndex = at;
    return regex.exec(text);
  };
  const space = () => {
    while (' \t\r\n'.includes(text[at] ?? 'x')) at++;
  };
  function string() {
    let out = '';
    for (at++; ;) {
      const [plain] = match(PLAIN);
      out += plain;
      at += plain.length;
      if (text[at] === '"') return at++, out;
      if (text[at] !== '\\') throw broken();
      const letter = text[at + 1];
      if (letter === 'u') {
        const digits = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw broken();
        out += String.fromCharCode(parseInt(digits, 16));
        at += 6;
      } else {
        if (!Object.hasOwn(ESCAPES, letter ?? '')) throw broken();
        out += ESCAPES[letter];
        at += 2;
      }
    }
  }
  function number() {
    if (match(CONSTANT)) throw new Refused('STR-NUMBER');
    const found = match(NUMBER);
    if (!found) throw broken();
    at += found[0].length;
    const whole = found[1] === undefined && found[2] === undefined;
    if (whole && (found[0].length > 20 || BigInt(found[0]) < -(2n ** 63n) || BigInt(found[0]) >= 2n ** 64n)) throw new Refused('STR-INTEGER-RANGE');
    if (!Number.isFinite(Number(found[0]))) throw new Refused('STR-INTEGER-RANGE');
    return Number(found[0]);
  }
  function object() {
    const out = Object.create(null);
    let twice = false;
    at++;
    space();
    if (text[at] === '}') return at++, out;
    for (; ;) {
      if (text[at] !== '"') throw broken();
      const key = string();
      twice ||= key in out;
      space();
      if (text[at++] !== ':') throw broken();
      out[key] = value();
      space();
      const next = text[at++];
      if (next === '}') break;
      if (next !== ',') throw broken();
      space();
    }
    if (twice) throw new Refused('STR-DUPLICATE-KEY');
    return out;
  }
  function array() {
    const out = [];
    at++;
    space();
    if (text[at] === ']') return at++, out;
    for (; ;) {
      out.push(value());
      space();
      const next = text[at++];
      if (next === ']') return out;
      if (next !== ',') throw broken();
    }
  }
  function value() {
    space();
    const first = text[at];
    if (first === '{') return object();
    if (first === '[') return array();
    if (first === '"') return string();
    for (const [word, meaning] of LITERALS) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    return number();
  }
  return [value(), at];
}

/** The deepest nesting, strings left out of account. */
function depth(bytes) {
  let now = 0, deepest = 0, quoted = false;
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i];
    if (quoted) {
      if (b === 0x5c) i++;
      else if (b === 0x22) quoted = false;
    } else if (b === 0x22) quoted = true;
    else if (b === 0x7b || b === 0x5b) deepest = Math.max(deepest, ++now);
    else if (b === 0x7d || b === 0x5d) now--;
  }
  return deepest;
}

const wellFormed = (value) =>
  typeof value === 'string' ? value.isWellFormed()
    : value === null || typeof value !== 'object' || Object.entries(value).every(([k, v]) => k.isWellFormed() && wellFormed(v));

/** Parses the bytes of one JSON text, or throws Refused with a structural code. */
export function parse(bytes) {
  if (bytes.length > MAX_LINE) throw new Refused('STR-LINE-LENGTH');
  if (depth(bytes) > MAX_DEPTH) throw new Refused('STR-DEPTH');
  const text = decode(bytes);
  if (text === undefined) throw new Refused('STR-ENCODING');
  const [value, end] = scan(text);
  if (/[^ \t\r\n]/.test(text.slice(end))) throw new Refused('STR-JSON');
  if (!wellFormed(value)) throw new Refused('STR-SURROGATE');
  return value;
}

/** Parses one record: as `parse`, and what is no object is refused. */
export function parseObject(bytes) {
  const value = parse(bytes);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Refused('STR-OBJECT');
  return value;
}

const IDS = /"id"[ \t\r\n]*:[ \t\r\n]*"([A-Za-z0-9][A-Za-z0-9._:-]{0,63})"/g;

/** The ids that a text which cannot be read shows all the same. */
export const idsIn = (bytes) => [...asciiOf(bytes.subarray(0, MAX_LINE)).matchAll(IDS)].map(([, id]) => id);
