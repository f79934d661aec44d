// Builds the page, one HTML file: npm run build, or node build.mjs FILE
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import Ajv2020, { _ } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { decode } from '../node/core/bytes.mjs';
import { folderAt } from '../node/folder.mjs';
import { AJV, isDate } from '../node/core/structure.mjs';
import { standardOf } from '../node/core/standard.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), 'utf8');

const folder = folderAt(here('../../../schemas/1.0'));
const standard = standardOf(folder);
const carried = folder.paths.filter((path) => !/\.md$|SHA256SUMS$|^exchange\//.test(path)).sort();
const files = Object.fromEntries(carried.map((path) => [path, decode(folder.read(path))]));

/** The schemas as a module that needs no `eval`. */
function validators() {
  const ajv = new Ajv2020({ ...AJV, schemas: Object.values(standard.schemas), code: { source: true, esm: true, formats: _`formats` } });
  ajv.addFormat('date', isDate);
  const names = Object.fromEntries(Object.entries(standard.schemas).map(([name, { $id }]) => [name, $id]));
  return `import { isDate } from ${JSON.stringify(here('../node/core/structure.mjs'))};\nconst formats = { date: isDate };\n${standaloneCode(ajv, names)}`;
}

const made = {
  'zhucun:standard': () => `export const files = ${JSON.stringify(files)}, look = ${JSON.stringify(look)}, version = ${JSON.stringify(version)};`,
  'zhucun:validators': validators,
};
const plugin = {
  name: 'zhucun',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^zhucun:/ }, ({ path }) => ({ path, namespace: 'made' }));
    onLoad({ filter: /.*/, namespace: 'made' }, ({ path }) => ({ contents: made[path](), resolveDir: here('.') }));
  },
};

async function bundle(entry) {
  const { outputFiles: [out] } = await build({
    entryPoints: [here(entry)], bundle: true, write: false, format: 'iife', platform: 'browser', target: 'es2022', minify: true,
    legalComments: 'none', nodePaths: [here('node_modules')], plugins: [plugin], logLevel: 'error',
    // what the engine asks of Node where it runs there
    external: ['fs', 'path', 'vm', 'os', 'crypto', 'worker_threads', 'child_process', 'module', 'url'],
  });
  return out.text;
}

const packed = (bytes) => gzipSync(bytes, { level: 9 }).toString('base64');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const { version } = JSON.parse(read('package.json'));
// a report looks and works as the command line writes it
const [reportStyle, reportScript] = ['page.css', 'page.js'].map((name) => read(`../../../sdk/zhucun/reports/${name}`));
const look = {
  style: reportStyle, script: reportScript,
  policy: `default-src 'none'; style-src ${hash(reportStyle)}; script-src ${hash(reportScript)}; base-uri 'none'; form-action 'none'`,
};

const wasm = readFileSync(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
const script = await bundle('page.mjs');
const style = reportStyle + read('page.css');
const policy = [
  "default-src 'none'", `script-src ${hash(script)} ${hash(reportScript)} 'wasm-unsafe-eval'`, `style-src ${hash(style)} ${hash(reportStyle)}`,
  'worker-src blob:', "base-uri 'none'", "form-action 'none'",
].join('; ');
const parts = { policy, style, script, worker: packed(await bundle('worker.mjs')), engine: packed(wasm) };
const page = read('page.html').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
const out = process.argv[2] ?? here('dist/page.html');
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, page);
console.log(`${out}: ${Buffer.byteLength(page)} bytes`);
