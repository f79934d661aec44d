// What the core puts together, in one language: a report by the names of report.json, and its text for people.
import { say } from './core/messages.mjs';
import { SEVERITIES, fix, notes, unjudged } from './core/report.mjs';

/** How many findings of one rule the text shows; the count is exact. */
const SAMPLES = 5;

/** The report in one language. */
export function told(report, lang) {
  const one = (entry) => ({ ...entry, message: entry.message[lang] });
  return { ...report, language: lang, findings: report.findings.map(one), ...(report.problems && { problems: report.problems.map(one) }) };
}

/** What was found, rule by rule, with file and line; how much could be judged; the verdict. */
export function textOf(standard, report) {
  const { language: lang, problems = [], findings } = report;
  const out = problems.map(({ message }) => `${say('report.error', lang)} ${message}`);
  if (findings.length === 0 && problems.length === 0) out.push(say('report.nothing', lang), '');
  out.push(...found(standard, report), ...judged(report), closing(report));
  return `${out.join('\n')}\n`;
}

function found(standard, { language: lang, findings, omitted }) {
  const of = new Map();
  for (const f of findings) of.set(`${f.severity} ${f.rule}`, [...of.get(`${f.severity} ${f.rule}`) ?? [], f]);
  return [...of.values()].flatMap((alike) => {
    const [{ severity, rule }] = alike, more = omitted[rule] ?? 0;
    return [
      `${`${say(`report.${severity}`, lang)} ${rule} ${titleOf(standard, rule, lang)}`.trimEnd()} × ${alike.length + more}`,
      ...alike.slice(0, SAMPLES).flatMap((f) => [`  ${placeOf(f)}  ${f.message}`, ...besides(standard, f, lang)]),
      ...(alike.length + more > SAMPLES ? [`  ${say('report.more', lang, { n: alike.length + more - SAMPLES })}`] : []),
      `  → ${fix(standard, rule)[lang]}`, '',
    ];
  });
}

/** The title of a rule; of a structural code its sentence, where that needs nothing to be filled in. */
function titleOf(standard, rule, lang) {
  const sentence = (standard.structural[rule]?.[lang] ?? '').replace(/\{(guess|suggestion)\}/g, '');
  return standard.rules.find((r) => r.id === rule)?.title[lang] ?? (sentence.includes('{') ? '' : sentence);
}

/** Where a finding stands: file and line, record and field. */
function placeOf({ file, line, recordType, recordId, pointer = '' }) {
  const at = file === undefined ? [] : [line === undefined ? file : `${file}:${line}`];
  return [...at, `${recordId === undefined ? recordType : `${recordType} ${recordId}`}${pointer}`].join('  ');
}

function besides(standard, finding, lang) {
  const cited = finding.clauses.length > 0 && `${say('report.clauses', lang)} ${finding.clauses.join(', ')}`;
  const said = [cited, notes(standard, finding)[lang]].filter(Boolean).join(say('report.semicolon', lang));
  return said ? [`      ${said}`] : [];
}

function judged(report) {
  const { language: lang, rules } = report, of = (status) => rules.filter((r) => r.status === status).length;
  if (rules.length === 0) return [];
  const ran = { ran: of('RAN'), idle: of('NOT_APPLICABLE'), skipped: of('NOT_EVALUATED'), failed: of('FAILED') };
  return [`${say('report.judged', lang)}${say('report.colon', lang)}${say('report.ran', lang, ran)}`, ...unjudged(report).map((sentence) => `  ${sentence[lang]}`), ''];
}

function closing({ language: lang, verdict, problems = [], counts, records, judged: weight }) {
  const said = { verdict: say(`report.${verdict}`, lang) };
  if (problems.length > 0) return say('report.closing.unsaid', lang, { ...said, unsaid: say('report.unsaid', lang) });
  const n = Object.values(records).reduce((sum, count) => sum + count, 0);
  const summary = say('report.summary', lang, Object.fromEntries(SEVERITIES.map((s) => [s, counts[s]])));
  return say('report.closing', lang, { ...said, counts: summary, records: say('report.records', lang, { n }), weight: say('report.weight', lang, weight) });
}
