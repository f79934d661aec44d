// Bytes, and folders of bytes: what an engine of JavaScript has everywhere, in Node as in a browser.

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

/** A text as UTF-8. */
export const encode = (text) => ENCODER.encode(text);

/** The text of bytes in UTF-8; undefined where they are not. */
export function decode(bytes) {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes as a text of one character each; those that are no ASCII count as any other. */
export const asciiOf = (bytes) => new TextDecoder('latin1').decode(bytes);

export const isAscii = (bytes) => bytes.every((b) => b < 0x80);
export const startsWith = (bytes, mark) => mark.every((b, i) => bytes[i] === b);

/** Parts, one behind the other. */
export function joined(parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A folder that is held in memory: the paths of its files, and what reads one. */
export const folderOf = (files) => ({ paths: [...files.keys()], read: (path) => files.get(path) });

/** The rows of a table with a heading: RFC 4180, the cells as texts. */
export function parseCsv(text) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (row.length === 0 && quoted === undefined && plain === '' && end !== ',') continue; // an empty line, or the end
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  const [names, ...found] = rows;
  return found.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])));
}
