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
  teams: ['team', { where: 'homeVillageId', sentBy: 'dispatchingUnitIds', level: 'dispatchLevel', leader: 'leaderCadreId', from: 'formedOn' }],
  activities: ['activity', { kind: 'kind', date: 'date', who: 'cadreId', where: 'villageId', by: 'organizationId' }],
  assessments: ['assessment', { who: 'cadreId', kind: 'kind', year: 'year', date: 'date', grade: 'grade' }],
  cases: ['rectificationCase', { who: 'cadreId', grounds: 'grounds', route: 'route', opinion: 'opinionOn' }],
  supports: ['support', { kind: 'kind', who: 'cadreId', month: 'month', fen: 'amountFen', payer: 'payer' }],
  measures: ['measure', { kind: 'kind', date: 'date', who: 'cadreId', grounds: 'grounds', by: 'by' }],
};

/** The files of the batch that facts come to, by their paths. */
export function produce(host, facts) {
  const { standard } = host;
  const ids = new Map();
  for (const [table, [type]] of Object.entries(TABLES)) {
    (facts[table] ?? []).forEach((row, n) => row.name && ids.set(`${type} ${row.name}`, `${type}-${n + 1}`));
  }
  const coded = (prop, value) => {
    if (Array.isArray(value)) return value.map((item) => coded(prop.items, item));
    if (prop['x-codelist']) return codesByTerm(standard, prop['x-codelist'])[value];
    return prop['x-ref'] ? ids.get(`${prop['x-ref']} ${value}`) : value;
  };
  const files = [], written = new Map();
  for (const [table, [type, fields]] of Object.entries(TABLES)) {
    const lines = (facts[table] ?? []).map((row, n) => JSON.stringify({
      id: `${type}-${n + 1}`,
      ...Object.fromEntries(Object.entries(row).map(([word, value]) => [fields[word], coded(standard.schemas[type].properties[fields[word]], value)])),
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
