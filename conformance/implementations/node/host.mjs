// What the core asks of its engine, as Node has it: files, digests, gzip, Ajv, DuckDB.
import { createHash, getHashes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import Ajv2020 from 'ajv/dist/2020.js';
import { standardOf } from './core/standard.mjs';
import { AJV, isDate } from './core/structure.mjs';
import { folderAt } from './folder.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// a package has the standard inside
const ROOT = process.env.ZHUCUN_STANDARD ?? [here('standard'), here('../../../schemas/1.0')].find(existsSync);

function validatorsOf({ schemas }) {
  const ajv = new Ajv2020(AJV);
  ajv.addFormat('date', isDate);
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
}

const quote = (text) => `'${text.replaceAll("'", "''")}'`;
/** A path in which no character is a pattern to the engine. */
const literal = (path) => resolve(path).replace(/[[*?]/g, '[$&]');

async function openDatabase() {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return {
    run: (sql) => connection.run(sql),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    async insert(table, columns, found) {
      const work = mkdtempSync(join(tmpdir(), 'zhucun-node-'));
      try {
        const path = join(work, 'rows.ndjson');
        writeFileSync(path, found.map((row) => JSON.stringify(row) + '\n').join(''));
        const listed = Object.entries(columns).map(([k, t]) => `'${k}': ${quote(t)}`).join(', ');
        await connection.run(`INSERT INTO "${table}" SELECT * FROM read_json(${quote(literal(path))}, columns={${listed}}, format='newline_delimited', maximum_object_size=17000000, hive_partitioning=false)`);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
}

const standard = standardOf(folderAt(ROOT));

export const host = {
  standard,
  validators: validatorsOf(standard),
  /** In hex; undefined where the algorithm is not there. */
  digest: (algorithm, bytes) => (getHashes().includes(algorithm) ? createHash(algorithm).update(bytes).digest('hex') : undefined),
  gunzip: (bytes) => gunzipSync(bytes),
  openDatabase,
};
