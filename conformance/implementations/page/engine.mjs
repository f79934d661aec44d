// What the core asks of its engine, as a browser has it: DuckDB in WebAssembly, digests, gzip, schemas compiled beforehand.
import { BROWSER_RUNTIME, VoidLogger, createDuckDB } from './node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs';
import { createSHA256, createSM3 } from 'hash-wasm';
import { Inflate } from 'pako';
import { encode, folderOf } from '../node/core/bytes.mjs';
import { standardOf } from '../node/core/standard.mjs';

/** So much may come out of one compressed file; a browser has no more to give it. */
const UNPACKED = 1.5 * 2 ** 30;

/** The host of the core. `wasm` is the engine's program, `files` the standard by its paths, `validators` its schemas compiled. */
export async function hostOf(wasm, files, validators) {
  const [sha256, sm3, engine] = await Promise.all([createSHA256(), createSM3(), engineOf(wasm)]);
  const hashers = { sha256, sm3 };
  return {
    standard: standardOf(folderOf(new Map(Object.entries(files).map(([path, text]) => [path, encode(text)])))),
    validators,
    digest: (algorithm, bytes) => hashers[algorithm].init().update(bytes).digest('hex'),
    gunzip,
    openDatabase: () => openDatabase(engine),
  };
}

function gunzip(bytes) {
  const inflate = new Inflate();
  let size = 0;
  const parts = [];
  inflate.onData = (part) => {
    size += part.length;
    if (size > UNPACKED) throw new RangeError('too much comes out of it');
    parts.push(part);
  };
  inflate.push(bytes, true);
  if (inflate.err || !inflate.ended) throw new Error(inflate.msg || 'damaged');
  const out = new Uint8Array(size);
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
}

async function engineOf(wasm) {
  // the engine asks for its program by address; it gets these bytes, and whatever else it asks for it does not get
  const address = 'engine.wasm';
  globalThis.Request = class {
    constructor(url) {
      this.url = url;
    }
  };
  globalThis.fetch = async ({ url }) => {
    if (url !== address) throw new TypeError('nothing is fetched');
    return new Response(wasm, { headers: { 'content-type': 'application/wasm' } });
  };
  globalThis.XMLHttpRequest = undefined;
  const engine = await createDuckDB({ mvp: { mainModule: '' }, eh: { mainModule: address } }, new VoidLogger(), BROWSER_RUNTIME);
  await engine.instantiate(() => {});
  engine.open({ path: ':memory:', query: { castBigIntToDouble: false } });
  return engine;
}

let opened = 0;

function openDatabase(engine) {
  const connection = engine.connect(), name = `d${++opened}`;
  connection.query(`SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; ATTACH ':memory:' AS ${name}; USE ${name}`);
  return {
    run: (sql) => void connection.query(sql),
    rows: (sql) => rowsOf(connection.query(sql)),
    insert(table, columns, found) {
      const bytes = encode(found.map((row) => Object.entries(columns).map(([k, type]) => cell(row[k], type)).join(',')).join('\n') + '\n');
      const listed = Object.entries(columns).map(([k, type]) => `'${k}': '${type.replaceAll("'", "''")}'`).join(', ');
      engine.registerFileBuffer('rows.csv', bytes);
      try {
        connection.query(`INSERT INTO "${table}" SELECT * FROM read_csv('rows.csv', columns = {${listed}}, auto_detect = false, header = false, delim = ',',
          quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', parallel = false)`);
      } finally {
        engine.dropFile('rows.csv');
      }
    },
  };
}

// --- values to the engine, as cells of a CSV: an empty cell is NULL, an empty text is quoted -------

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

function cell(value, type) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return quoted(nested(value));
  return type === 'VARCHAR' ? quoted(String(value)) : String(value);
}

/** A list or an object as the engine's own notation has it. */
function nested(value) {
  if (value === undefined || value === null) return 'NULL';
  if (Array.isArray(value)) return `[${value.map(nested).join(', ')}]`;
  if (typeof value === 'object') return `{${Object.entries(value).map(([k, v]) => `${nested(k)}: ${nested(v)}`).join(', ')}}`;
  return typeof value === 'string' ? `"${value.replace(/[\\"]/g, '\\$&')}"` : String(value);
}

// --- values from the engine, as Node's has them in JSON: days and large integers are texts ----------

function rowsOf(table) {
  const { fields } = table.schema;
  const columns = fields.map(({ name, type }, i) => [name, table.getChildAt(i), readerOf(type)]);
  return Array.from({ length: table.numRows }, (_, row) => Object.fromEntries(columns.map(([name, column, read]) => {
    const value = column.get(row);
    return [name, value === null || value === undefined ? null : read(value)];
  })));
}

function readerOf(type) {
  const name = String(type);
  if (name.startsWith('Date')) return (value) => new Date(Number(value)).toISOString().slice(0, 10);
  if (name.startsWith('List')) {
    const read = readerOf(type.children[0].type);
    return (list) => Array.from(list, (value) => (value === null ? null : read(value)));
  }
  return (value) => (typeof value === 'bigint' ? String(value) : value);
}
