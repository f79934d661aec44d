// A report of what `check` found: as data by the names of report.json, and as text for people.
import { fixOf, messageOf, problemOf, titleOf } from './messages.mjs';
import { say } from './words.mjs';

const SEVERITIES = ['error', 'warning', 'info'];
/** How many findings of one rule the text shows; the count is exact. */
const SAMPLES = 5;

/** The report as data; `tool` is {name, version}. */
export function reportOf(standard, result, lang, tool) {
  const { manifest, declared, findings, notEvaluated, rules, problem } = result;
  const order = new Map((result.files ?? []).map((name, n) => [name, n]));
  const found = findings.map((f) => dataOf(standard, f, lang, declared)).sort(by(
    (f) => SEVERITIES.indexOf(f.severity), (f) => f.rule, (f) => order.get(f.file) ?? -1, (f) => f.file ?? '', (f) => f.line ?? 0,
    (f) => f.recordId ?? '', (f) => f.pointer ?? '', (f) => f.policyRow ?? '', (f) => JSON.stringify(f.arguments ?? {}),
  ));
  const told = rules.length === 0 ? [] : standard.rules.map(({ id }) => ruleOf(id, rules.find((r) => r.id === id), found, notEvaluated));
  return {
    standard: standard.index.version, language: lang, verdict: result.verdict, tool,
    ...(manifest && { profile: manifest.profile, batchId: manifest.batchId, manifest: result.digest, sender: manifest.sender.id, startDate: manifest.startDate, endDate: manifest.endDate, asOf: manifest.asOf }),
    counts: Object.fromEntries(SEVERITIES.map((s) => [s, found.filter((f) => f.severity === s).length])),
    records: Object.fromEntries(Object.entries(result.records ?? {}).filter(([, n]) => n > 0)),
    findings: found,
    rules: told,
    // what a rule could not judge, then the references that could not be followed
    notEvaluated: [...notEvaluated].sort(by((n) => (n.rule === 'STR-REFERENCE' ? 1 : 0))),
    judged: judgedOf(rules, notEvaluated),
    quality: qualityOf(standard, told, found, notEvaluated),
    ...(Object.values(result.leftOut ?? {}).some(Boolean) && { leftOut: Object.fromEntries(Object.entries(result.leftOut).filter(([, n]) => n > 0)) }),
    ...(problem && { problems: [{ code: problem.key, message: problemOf(standard, problem, lang) }] }),
  };
}

/** Compares by one key after the other. */
const by = (...keys) => (a, b) => {
  for (const key of keys) {
    const [x, y] = [key(a), key(b)];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
};

/** A finding by the names of finding.json. */
function dataOf(standard, finding, lang, declared) {
  const { rule, outcome = 'VIOLATION', recordType, recordId, file, line, pointer, basis, about } = finding;
  const given = about ? argumentsOf(about) : finding.arguments ?? {};
  return {
    rule, severity: finding.severity ?? standard.structural[rule].severity, outcome, recordType, recordId, file, line, pointer,
    message: messageOf(standard, finding, lang, declared),
    clauses: basis ? basis.clauses : standard.rules.find((r) => r.id === rule)?.conventions ?? [],
    ...(basis && { policyRow: basis.policyRow, authority: basis.authorities[0], inherited: basis.inherited, interpreted: basis.basis === 'INTERPRETED' }),
    ...(basis?.inherited && { inheritanceBasis: basis.authorities.length > 1 ? 'ASSUMED' : 'STATED' }),
    ...(Object.keys(given).length > 0 && { arguments: given }),
  };
}

const argumentsOf = ({ path, name, position, owner, target, id, firstFile, firstLine, limit }) => Object.fromEntries(Object.entries(
  { field: path?.at(-1), name, position: name ? undefined : position, owner, target, id, firstFile, firstLine, limit },
).filter(([, value]) => value !== undefined));

const ruleOf = (id, ran, findings, notEvaluated) => ({
  id, status: ran?.status ?? 'NOT_APPLICABLE', findings: findings.filter((f) => f.rule === id).length,
  notEvaluated: notEvaluated.filter((n) => n.rule === id).reduce((sum, n) => sum + n.count, 0),
  ...(ran?.reason && { reason: ran.reason }),
});

/** Of the rules that apply how many judged all that they met, part of it, nothing. */
function judgedOf(rules, notEvaluated) {
  const ran = rules.filter((r) => r.status === 'RAN');
  const part = ran.filter((r) => notEvaluated.some((n) => n.rule === r.id)).length;
  return { apply: rules.length, full: ran.length - part, part, none: rules.length - ran.length };
}

// --- for people -------------------------------------------------------------------------------

/** What was found, rule by rule, with file and line; how much could be judged; the verdict. */
export function textOf(standard, report) {
  const { language: lang, problems = [], findings } = report;
  const out = problems.map(({ message }) => `${say('error', lang)} ${message}`);
  if (findings.length === 0 && problems.length === 0) out.push(say('nothing', lang), '');
  out.push(...foundLines(standard, report), ...judgedLines(standard, report));
  const said = `${say('verdict', lang)}: ${say(report.verdict, lang)}`;
  const total = Object.values(report.records).reduce((sum, n) => sum + n, 0);
  out.push(problems.length > 0 ? `${said} — ${say('unsaid', lang)}`
    : `${said} — ${say('summary', lang, report.counts)} (${say('records', lang, { n: total })}); ${say('weight', lang, report.judged)}`);
  return `${out.join('\n')}\n`;
}

function foundLines(standard, { language: lang, findings }) {
  return [...grouped(findings)].flatMap(([, alike]) => {
    const [{ severity, rule }] = alike;
    return [
      `${`${say(severity, lang)} ${rule} ${titleOf(standard, rule, lang)}`.trimEnd()} × ${alike.length}`,
      ...alike.slice(0, SAMPLES).flatMap((f) => [`  ${placeOf(f)}  ${f.message}`, ...[notesOf(standard, f, lang)].filter(Boolean).map((n) => `      ${n}`)]),
      ...(alike.length > SAMPLES ? [`  ${say('more', lang, { n: alike.length - SAMPLES })}`] : []),
      `  → ${fixOf(standard, rule, lang)}`, '',
    ];
  });
}

const keyOf = ({ severity, rule }) => `${severity} ${rule}`;

function grouped(findings) {
  const out = new Map();
  for (const f of findings) out.set(keyOf(f), [...out.get(keyOf(f)) ?? [], f]);
  return out;
}

/** Where a finding stands: file and line, record and field. */
export function placeOf({ file, line, recordType, recordId, pointer }) {
  const at = file === undefined ? [] : [line === undefined ? file : `${file}:${line}`];
  return [...at, `${recordId === undefined ? recordType : `${recordType} ${recordId}`}${pointer ?? ''}`].join('  ');
}

/** Its clauses, and what weighs on it besides. */
function notesOf(standard, { clauses, inherited, inheritanceBasis, interpreted, authority, outcome }, lang) {
  const kinds = Object.fromEntries(standard.codeLists['authority-kind'].map((row) => [row.code, row[lang]]));
  const notes = [
    inherited && say(inheritanceBasis === 'ASSUMED' ? 'assumed' : 'inherited', lang), interpreted && say('interpreted', lang),
    authority && authority !== 'NORMATIVE' && kinds[authority], outcome === 'CANDIDATE' && say('candidate', lang),
  ];
  return [clauses.length > 0 && `${say('clauses', lang)} ${clauses.join(', ')}`, ...notes].filter(Boolean).join('; ');
}

function judgedLines(standard, report) {
  const { language: lang, rules } = report;
  if (rules.length === 0) return [];
  const of = (status) => rules.filter((r) => r.status === status);
  const idle = of('NOT_EVALUATED'), alone = idle.filter((r) => r.reason === 'base');
  return [
    `${say('judged', lang)}: ${say('ran', lang, { ran: of('RAN').length, idle: of('NOT_APPLICABLE').length, skipped: idle.length, failed: of('FAILED').length })}`,
    ...of('FAILED').map(({ id }) => `  ${say('failed', lang, { rule: id })}`),
    ...idle.filter((r) => r.reason !== 'base').map(({ id, reason }) => `  ${say('notRun', lang, { rule: id, what: reason })}`),
    ...(alone.length > 0 ? [`  ${say('alone', lang, { n: alone.length })}`] : []),
    ...Object.entries(report.leftOut ?? {}).map(([kind, n]) => `  ${say('leftOut', lang, { n, kind })}`),
    ...report.notEvaluated.filter((n) => n.count > 0).map((n) => `  ${missingText(n, lang)}`),
    '', ...qualityLines(standard, report),
  ];
}

function missingText({ rule, field, missing, count }, lang) {
  const [kind] = missing.split('.'), what = missing.slice(kind.length + 1);
  const why = kind === 'period' ? say('period', lang, { what: say(`period.${what}`, lang), code: what })
    : ['coverage', 'register'].includes(kind) ? say(kind, lang, { what }) : say('field', lang, { what: missing });
  return say('missing', lang, { rule: field ? `${rule} ${field}` : rule, n: count, why });
}

/** By dimension of data quality what was found, and how much was judged. */
function qualityOf(standard, rules, findings, notEvaluated) {
  const dimension = Object.fromEntries([...Object.values(standard.structural).map((r) => [r.code, r.quality]), ...standard.rules.map((r) => [r.id, r.quality])]);
  return standard.codeLists['quality-dimension'].flatMap(({ code }) => {
    const of = rules.filter((r) => dimension[r.id] === code && r.status !== 'NOT_APPLICABLE');
    const found = findings.filter((f) => dimension[f.rule] === code).length;
    return found || of.length ? [{ dimension: code, findings: found, ...judgedOf(of, notEvaluated) }] : [];
  });
}

function qualityLines(standard, { language: lang, quality }) {
  const titles = Object.fromEntries(standard.codeLists['quality-dimension'].map((row) => [row.code, row[lang]]));
  const lines = quality.map((q) => `  ${titles[q.dimension]}: ${say('qualityOf', lang, q)}`);
  return lines.length ? [`${say('quality', lang)}:`, ...lines, ''] : [];
}
