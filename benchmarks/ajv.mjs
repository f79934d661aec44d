// Ajv with JSON.parse, for the comparison: node ajv.mjs MODULES SCHEMAS FILE...   (FILE is TYPE=PATH)
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, schemas, ...files] = process.argv.slice(2);
const require = createRequire(modules + "/");
const Ajv = require("ajv/dist/2020").default;
const ajv = new Ajv({ strict: false });
ajv.addFormat("date", (s) => !Number.isNaN(Date.parse(s)) && new Date(s).toISOString().slice(0, 10) === s);
const checks = files.map((f) => {
  const [type, path] = [f.slice(0, f.indexOf("=")), f.slice(f.indexOf("=") + 1)];
  return [ajv.compile(JSON.parse(readFileSync(`${schemas}/${type}.json`, "utf8"))), path];
});
const begun = process.hrtime.bigint();
let records = 0;
let valid = 0;
for (const [check, path] of checks) {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    records += 1;
    try {
      if (check(JSON.parse(line))) valid += 1;
    } catch {
      // not JSON
    }
  }
}
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - begun) / 1e9, records, valid }));
