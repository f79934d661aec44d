// Strict JSON. JSON.parse keeps the last of two equal keys and rounds long integers; this does not.

export const MAX_DEPTH = 64;
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

/** Reads one value from `at`; with `lenient` only its extent matters. Returns [value, end]. */
export function scan(text, at = 0, lenient = false) {
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
    const constant = match(CONSTANT);
    if (constant) {
      if (!lenient) throw new Refused('STR-NUMBER');
      at += constant[0].length;
      return 0;
    }
    const found = match(NUMBER);
    if (!found) throw broken();
    at += found[0].length;
    if (lenient) return 0;
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
    if (twice && !lenient) throw new Refused('STR-DUPLICATE-KEY');
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
export function depth(bytes) {
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
  if (text === null) throw new Refused('STR-ENCODING');
  const [value, end] = scan(text);
  if (/[^ \t\r\n]/.test(text.slice(end))) throw new Refused('STR-JSON');
  if (!wellFormed(value)) throw new Refused('STR-SURROGATE');
  return value;
}

/** UTF-8 text, or null. */
export function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Whether bytes that are not UTF-8 look like UTF-16 or like Chinese in GB18030: then the whole file will be. */
export function otherEncoding(bytes) {
  const mark = bytes[0] * 256 + bytes[1];
  if (mark === 0xfffe || mark === 0xfeff || bytes.subarray(0, 64).filter((b) => b === 0).length > 8) return true;
  return /[\u4e00-\u9fff]/.test(new TextDecoder('gb18030').decode(bytes));
}
