// The producer level: plain facts as a batch, as a system that exports would write it.
import { encode } from './bytes.mjs';
import { codesByTerm } from './standard.mjs';

// table of facts → record type, and property for each word
const TABLES = {
  units: ['organization', { name: 'name', body: 'body', level: 'level' }],
  villages: ['village', { name: 'name', kind: 'kind', township: 'townshipId' }],
  people: ['cadre', { name: 'name', sex: 'sex', politicalStatus: 'politicalStatus', unit: 'homeUnitId' }],
  postings: ['posting', { who: 'cadreId', where: 'villageId', sentBy: 'dispatchingUnitId', role: 'role', level: 'dispatchLevel', from: 'startDate', to: 'endDate', why: 'endReason' }],
  days: ['attendance', { who: 'cadreId', date: 'date', status: 'status', where: 'villageId' }],
  leaves: ['leave', { who: 'cadreId', kind: 'kind', from: 'startDate', to: 'endDate', backReported: 'returnReportedOn' }],
};

/** The files of the batch that facts come to, by their paths. */
export function produce(host, facts) {
  const { standard } = host;
  const ids = new Map();
  for (const [table, [type]] of Object.entries(TABLES)) {
    facts[table].forEach((row, n) => row.name && ids.set(`${type} ${row.name}`, `${type}-${n + 1}`));
  }
  const coded = (type, field, value) => {
    const prop = standard.schemas[type].properties[field];
    if (prop['x-codelist']) return codesByTerm(standard, prop['x-codelist'])[value];
    return prop['x-ref'] ? ids.get(`${prop['x-ref']} ${value}`) : value;
  };
  const files = [], written = new Map();
  for (const [table, [type, fields]] of Object.entries(TABLES)) {
    const lines = facts[table].map((row, n) => JSON.stringify({
      id: `${type}-${n + 1}`,
      ...Object.fromEntries(Object.entries(row).map(([word, value]) => [fields[word], coded(type, fields[word], value)])),
    }));
    if (!lines.length) continue;
    const path = `${type}.ndjson`, bytes = encode(`${lines.join('\n')}\n`);
    written.set(path, bytes);
    files.push({ path, recordType: type, count: lines.length, sha256: host.digest('sha256', bytes) });
  }
  const { from, to } = facts.period;
  written.set('manifest.json', encode(JSON.stringify({
    standard: standard.index.version, batchId: 'produced', sender: { id: 'zhucun-node' }, profile: facts.profile,
    startDate: from, endDate: to, asOf: to, mode: 'SNAPSHOT', coverage: [], files,
  })));
  return written;
}
