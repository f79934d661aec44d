// What was found as a report for people: ordered, counted, with its sentences, in both languages at once.
import { LANGUAGES, say } from './messages.mjs';

export const SEVERITIES = ['error', 'warning', 'info'];

/** So many findings of a rule or code are listed, first by file and line; the counts stay exact. */
const KEPT = 1000;

/** The report on what `examine` found. Each sentence is {zh, en}. */
export function reportOf(standard, tool, found) {
  const { manifest, digest, verdict, rules, notEvaluated, records, leftOut, problems } = found;
  const numbers = new Map((manifest?.files ?? []).map(({ path }, n) => [path, n]));
  const placed = (a, b) => (numbers.get(a.file) ?? -1) - (numbers.get(b.file) ?? -1) || compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0)
    || compare(a.recordId, b.recordId) || compare(a.pointer, b.pointer);
  const ordered = [...found.findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || compare(a.rule, b.rule) || placed(a, b));
  const byRule = Map.groupBy ? Map.groupBy(ordered, (f) => f.rule) : grouped(ordered);
  const listed = new Set([...byRule.values()].flatMap((all) => (all.length > KEPT ? [...all].sort(placed).slice(0, KEPT) : all)));
  return {
    standard: standard.index.version, tool, verdict, batchId: manifest?.batchId, manifest: digest, sender: manifest?.sender.id,
    startDate: manifest?.startDate, endDate: manifest?.endDate, profile: manifest?.profile, asOf: manifest?.asOf,
    counts: Object.fromEntries(SEVERITIES.map((s) => [s, ordered.filter((f) => f.severity === s).length])),
    records, leftOut, rules, notEvaluated, problems,
    judged: judgedOf(rules), quality: problems ? [] : qualityOf(standard, rules, ordered),
    omitted: Object.fromEntries([...byRule].filter(([, all]) => all.length > KEPT).map(([rule, all]) => [rule, all.length - KEPT])),
    findings: ordered.filter((f) => listed.has(f)).map((f) => told(standard, f)),
  };
}

/** Of the rules that apply how many judged all that they met, part of it, nothing. */
function judgedOf(rules) {
  const ran = rules.filter((r) => r.status === 'RAN'), apply = rules.filter((r) => r.status !== 'NOT_APPLICABLE');
  const part = ran.filter((r) => r.notEvaluated > 0).length;
  return { apply: apply.length, full: ran.length - part, part, none: apply.length - ran.length };
}

/** By dimension of data quality what was found, and how much was judged; dimensions that nothing speaks of are left out. */
function qualityOf(standard, rules, findings) {
  const dimension = Object.fromEntries([...Object.entries(standard.structural), ...standard.rules.map((r) => [r.id, r])].map(([id, { quality }]) => [id, quality]));
  return standard.codeLists['quality-dimension'].flatMap(({ code }) => {
    const judged = judgedOf(rules.filter((r) => dimension[r.id] === code));
    const found = findings.filter((f) => dimension[f.rule] === code).length;
    return found || judged.apply ? [{ dimension: code, findings: found, ...judged }] : [];
  });
}

const compare = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0);

function grouped(found) {
  const out = new Map();
  for (const f of found) out.set(f.rule, [...out.get(f.rule) ?? [], f]);
  return out;
}

/** A finding as finding.json describes it, with its message in both languages. */
function told(standard, { rule, severity, outcome = 'VIOLATION', recordType, recordId, file, line, pointer, policy, arguments: given, message }) {
  const header = standard.rules.find((r) => r.id === rule);
  const basis = policy && {
    clauses: policy.clauses, policyRow: policy.policyRow, authority: policy.authorities[0], inherited: policy.inherited, interpreted: policy.basis === 'INTERPRETED',
    ...(policy.inherited && { inheritanceBasis: policy.authorities.length > 1 ? 'ASSUMED' : 'STATED' }),
  };
  return {
    rule, severity, outcome, recordType, recordId, file, line, pointer, message: message(),
    clauses: basis?.clauses ?? header?.conventions ?? [], ...basis, arguments: given,
  };
}

// --- what every form of a report says in the same words --------------------------------------------

export const inBoth = (write) => Object.fromEntries(LANGUAGES.map((lang) => [lang, write(lang)]));
export const word = (key, values) => inBoth((lang) => say(key, lang, values));

/** The title of a rule; of a structural code its sentence, with dots for what each finding says of its own. */
export const heading = (standard, rule) => inBoth((lang) => standard.rules.find((r) => r.id === rule)?.title[lang]
  ?? standard.structural[rule][lang].replace(/\{(guess|suggestion)\}/g, '').replace('{field}', say('explain.field', lang)).replace(/\{[a-zA-Z]+\}/g, '…'));

/** How to put it right. */
export const fix = (standard, rule) => standard.rules.find((r) => r.id === rule)?.fix ?? { zh: standard.structural[rule].fixZh, en: standard.structural[rule].fixEn };

/** What a rule asks; of a structural code nothing, for its sentence says it. */
export const asks = (standard, rule) => standard.rules.find((r) => r.id === rule)?.asks;

/** What else is to be known of a finding. */
export const notes = (standard, f) => inBoth((lang) => [
  f.inherited && say(f.inheritanceBasis === 'ASSUMED' ? 'report.assumed' : 'report.inherited', lang),
  f.interpreted && say('report.interpreted', lang),
  (f.authority ?? 'NORMATIVE') !== 'NORMATIVE' && standard.codeLists['authority-kind'].find((row) => row.code === f.authority)[lang],
  f.outcome === 'CANDIDATE' && say('report.candidate', lang),
].filter(Boolean).join(say('report.semicolon', lang)));

/** Where a finding stands: file, line and field. */
export const place = ({ file, line, pointer = '' }) => [file && (line === undefined ? file : `${file}:${line}`), pointer].filter((part) => part !== undefined).join('  ').trim();

/** What could not be judged, a sentence each. */
export function unjudged({ rules, notEvaluated, leftOut }) {
  const failed = rules.filter((r) => r.status === 'FAILED').map((r) => word('report.failed', { rule: r.id, what: r.reason }));
  const idle = rules.filter((r) => r.status === 'NOT_EVALUATED');
  const alone = idle.filter((r) => r.reason === 'base').length;
  return [
    ...failed,
    ...idle.filter((r) => r.reason !== 'base').map((r) => word('report.absent', { rule: r.id, what: r.reason })),
    ...(alone ? [word('report.alone', { n: alone })] : []),
    ...Object.entries(leftOut).map(([kind, n]) => word('report.leftOut', { kind, n })),
    ...notEvaluated.filter((n) => n.count > 0).map(missing),
  ];
}

function missing({ rule, field, missing: told, count: n }) {
  const [kind] = told.split('.'), what = told.slice(kind.length + 1);
  return inBoth((lang) => {
    const why = kind === 'period' ? say('report.period', lang, { what: say(`report.period.${what}`, lang), code: what })
      : ['coverage', 'register'].includes(kind) ? say(`report.${kind}`, lang, { what }) : say('report.field', lang, { what: told });
    return say('report.missing', lang, { rule: field ? `${rule} ${field}` : rule, n, why });
  });
}
