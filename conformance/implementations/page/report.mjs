// The report as a page that can be forwarded, the same that the command line writes: zhucun/reports/html.py.
import { SEVERITIES, asks, fix, heading, inBoth, notes, place, unjudged, word } from '../node/core/report.mjs';
import { WORDS } from '../node/core/words.mjs';

/** So many findings stand in the page for who has no JavaScript. */
const PLAINLY = 100;

const escape = (text) => String(text).replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' })[c]);
/** A text in both languages, of which the style shows one. */
const both = ({ zh, en }) => (zh === en ? escape(zh) : `<span class="zh" lang="zh">${escape(zh)}</span><span class="en" lang="en">${escape(en)}</span>`);
const said = (key, values) => both(word(key, values));
const pair = ({ zh, en }) => [zh, en];
const number = (n) => n.toLocaleString('en-US');

/** What nobody can see, or turns text around, as its escape. */
const printable = (value) => (typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`)
  : Array.isArray(value) ? value.map(printable)
    : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) => [printable(k), printable(v)])) : value);

/** The page. `look` is {style, script, policy} of a report, `lang` the language that is shown first. */
export function pageOf(standard, report, look, lang) {
  const r = printable(report);
  const chosen = (wanted) => (lang === wanted ? ' checked' : '');
  const title = word('html.title', { batch: r.batchId ?? '' });
  const rules = [...new Set([...r.findings.map((f) => f.rule), ...Object.keys(r.omitted)])];
  return [
    `<!doctype html>\n<html lang="${lang}">\n<head>\n<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${look.policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">',
    `<title>${escape(title[lang])}</title>\n<style>${look.style}</style>\n</head>\n<body>`,
    `<input class="choice" type="radio" name="lang" id="zh"${chosen('zh')} aria-label="中文"><input class="choice" type="radio" name="lang" id="en"${chosen('en')} aria-label="English">`,
    `<header><b>${said('html.brand')}</b><nav><label for="zh" lang="zh">中文</label> <label for="en" lang="en">English</label></nav></header>`,
    '<main>', ...head(standard, r, title), ...byQuality(standard, r), ...byMonth(r, lang), ...byRule(standard, r, rules), ...listed(standard, r), '</main>',
    `<footer>${said('html.made', { tool: `${r.tool.name} ${r.tool.version}`, standard: r.standard })}</footer>`,
    `<script type="application/json" id="data">${JSON.stringify(dataOf(standard, r, rules, title)).replaceAll('<', '\\u003c')}</script>`,
    `<script>${look.script}</script>\n</body>\n</html>`,
  ].join('\n') + '\n';
}

// --- first the verdict, and what stands behind it

function* head(standard, r, title) {
  yield `<h1>${both(title)}</h1>`;
  yield `<p class="facts">${factsOf(standard, r).map((fact) => `<span>${fact}</span>`).join('')}</p>`;
  yield '<div class="cards">';
  yield `<section class="card verdict ${r.verdict}"><h2>${said('report.verdict')}</h2><strong>${said(`report.${r.verdict}`)}</strong>`;
  for (const { message } of r.problems ?? []) yield `<p>${both(message)}</p>`;
  if (r.verdict === 'unreadable') yield `<p>${said('report.unsaid')}</p>`;
  else {
    const counts = SEVERITIES.map((s) => `<li class="${s}"><b>${number(r.counts[s])}</b> ${said(`html.several.${s}`)}</li>`).join('');
    yield `<ul class="counts">${counts}</ul><p class="quiet small">${said(`html.means.${r.verdict}`)}</p>`;
  }
  yield `</section><section class="card"><h2>${said('report.judged')}</h2>`;
  yield* weight(r);
  yield '</section></div>';
}

function factsOf(standard, r) {
  const records = Object.values(r.records).reduce((a, b) => a + b, 0);
  const named = standard.profiles[r.profile]?.title;
  return [
    r.profile && (named ? both(named) : `<span class="code">${escape(r.profile)}</span>`),
    r.asOf && said('html.as-of', { day: r.asOf }),
    records && said('report.records', { n: number(records) }),
  ].filter(Boolean);
}

function* weight(r) {
  if (r.judged.apply === 0) {
    yield `<p>${said('report.unsaid')}</p>`;
    return;
  }
  let at = 0;
  const rects = ['full', 'part', 'none'].map((name) => {
    const width = (400 * r.judged[name]) / r.judged.apply, x = at;
    at += width;
    return `<rect class="${name}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="18"/>`;
  });
  yield `<svg viewBox="0 0 400 18" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`;
  yield `<p>${said('report.weight', r.judged)}</p>`;
  const told = unjudged(r);
  if (told.length > 0) yield `<details class="small"><summary>${said('html.unjudged', { n: told.length })}</summary><ul class="plain">${told.map((t) => `<li>${both(t)}</li>`).join('')}</ul></details>`;
}

// --- in which respects

function* byQuality(standard, r) {
  if (r.quality.length === 0) return;
  const titles = Object.fromEntries(standard.codeLists['quality-dimension'].map((row) => [row.code, row]));
  const parts = r.quality.map((q) => `<dt>${both(titles[q.dimension])}</dt><dd>${said('report.qualityOf', q)}</dd>`);
  yield `<h2>${said('report.quality')}</h2><section class="card small"><dl>${parts.join('')}</dl></section>`;
}

// --- when

function monthOf({ arguments: given = {} }) {
  const name = ['month', 'date', 'startDate'].find((n) => given[n] != null);
  return name && /^[0-9]{4}-[0-9]{2}(-|$)/.test(String(given[name])) ? String(given[name]).slice(0, 7) : undefined;
}

function* byMonth(r, lang) {
  const counted = new Map();
  for (const f of r.findings) {
    const month = monthOf(f);
    if (month === undefined) continue;
    if (!counted.has(month)) counted.set(month, { error: 0, warning: 0, info: 0, all: 0 });
    counted.get(month)[f.severity]++;
    counted.get(month).all++;
  }
  const months = [...counted.keys()].sort();
  if (months.length < 2 || months.length > 60) return;
  const most = Math.max(...[...counted.values()].map((c) => c.all));
  const step = 720 / months.length, wide = Math.min(step * 0.7, 56);
  const bars = months.map((month, n) => {
    const at = n * step, count = counted.get(month);
    let top = 118, out = '';
    for (const s of [...SEVERITIES].reverse()) {
      const height = (96 * count[s]) / most;
      top -= height;
      if (height) out += `<rect class="${s}" x="${(at + (step - wide) / 2).toFixed(1)}" y="${top.toFixed(1)}" width="${wide.toFixed(1)}" height="${height.toFixed(1)}"/>`;
    }
    if (months.length <= 24 || n % 6 === 0) {
      const middle = (at + step / 2).toFixed(1);
      out += `<text x="${middle}" y="${(top - 4).toFixed(1)}" text-anchor="middle">${count.all}</text><text x="${middle}" y="133" text-anchor="middle">${months.length <= 12 ? month : month.slice(2)}</text>`;
    }
    return out;
  }).join('');
  yield `<h2>${said('html.months')}</h2><div class="card"><div class="wide"><svg viewBox="0 0 720 138" role="img" aria-label="${escape(word('html.months')[lang])}">${bars}</svg></div>`;
  const omitted = Object.values(r.omitted).reduce((a, b) => a + b, 0);
  if (omitted) yield `<p class="small quiet">${said('html.counted', { n: number(r.findings.length), more: number(omitted) })}</p>`;
  yield '</div>';
}

// --- then what to do, rule by rule

function* byRule(standard, r, rules) {
  if (rules.length === 0) {
    if (r.verdict !== 'unreadable') yield `<h2>${said('report.nothing')}</h2><p>${said('html.silence')}</p>`;
    return;
  }
  yield `<h2>${said('html.rules')}</h2>`;
  for (const [n, rule] of rules.entries()) yield* ruleOf(standard, r, n, rule);
}

function* ruleOf(standard, r, n, rule) {
  const found = r.findings.filter((f) => f.rule === rule);
  const chips = SEVERITIES.map((s) => [s, found.filter((f) => f.severity === s).length]).filter(([, count]) => count)
    .map(([s, count]) => `<span class="chip ${s}">${said(`report.${s}`)} ${count}</span>`).join(' ');
  yield `<details class="rule"><summary><span class="code">${escape(rule)}</span> <h3>${both(heading(standard, rule))}</h3> <span>${chips}</span></summary><dl>`;
  const why = asks(standard, rule);
  if (why) yield `<dt>${said('html.why')}</dt><dd>${both(why)}</dd>`;
  yield `<dt>${said('html.do')}</dt><dd class="do">${both(fix(standard, rule))}</dd>`;
  const cited = [...new Set(found.flatMap((f) => f.clauses))].map((id) => standard.clauses[id]).filter(Boolean);
  if (cited.length > 0) yield `<dt>${said('report.clauses')}</dt><dd>${cited.map((c) => `<p><span class="code">${escape(c.id)}</span> ${both(c)}</p>`).join('')}</dd>`;
  if (r.omitted[rule]) yield `<dt>${said('html.besides')}</dt><dd>${said('page.kept', { rule, n: r.omitted[rule] })}</dd>`;
  yield '</dl>';
  if (found.length > 0) yield `<button type="button" class="scripted no-print" data-rule="${n}" hidden>${said('html.show')}</button>`;
  yield '</details>';
}

// --- then the list

const typeTitle = (standard, type) => ({ zh: standard.schemas[type].title, en: type });

function* listed(standard, r) {
  if (r.findings.length === 0) return;
  yield `<h2 id="list">${said('html.findings')}</h2><form id="filters" hidden>`;
  for (const name of ['severity', 'rule', 'place', 'type']) yield `<label>${said(`html.filter.${name}`)}<select name="${name}"><option value=""></option></select></label>`;
  yield `<label>${said('html.filter.text')}<input type="search" name="text" autocomplete="off"></label>`;
  yield `<button type="reset">${said('html.reset')}</button><button type="button" id="save">${said('html.save')}</button></form>`;
  yield '<p class="small quiet scripted" id="count" aria-live="polite" hidden></p>';
  if (r.findings.length > PLAINLY) yield `<p class="small quiet unscripted">${said('html.first', { n: PLAINLY, all: r.findings.length })}</p>`;
  yield `<table><thead><tr>${['severity', 'rule', 'type', 'place', 'text'].map((name) => `<th>${said(`html.filter.${name}`)}</th>`).join('')}</tr></thead><tbody id="rows">`;
  for (const f of r.findings.slice(0, PLAINLY)) {
    const record = f.recordId === undefined ? '' : `<small class="code">${escape(f.recordId)}</small>`;
    const note = notes(standard, f);
    const text = both(f.message) + (note.zh ? `<small>${both(note)}</small>` : '');
    yield `<tr><td><span class="chip ${f.severity}">${said(`report.${f.severity}`)}</span></td><td class="code">${escape(f.rule)}</td>`
      + `<td>${both(typeTitle(standard, f.recordType))}${record}</td><td>${escape(place(f))}</td><td>${text}</td></tr>`;
  }
  yield `</tbody></table><p><button type="button" id="more" hidden>${said('html.more')}</button></p>`;
}

/** What the script draws from: each text once, each finding a list. */
function dataOf(standard, r, rules, title) {
  const types = [...new Set(r.findings.map((f) => f.recordType))], places = [...new Set(r.findings.map((f) => f.file ?? ''))];
  const told = new Map();
  const noted = (f) => {
    const note = pair(notes(standard, f)), key = note.join('\n');
    if (!told.has(key)) told.set(key, [told.size, note]);
    return told.get(key)[0];
  };
  const findings = r.findings.map((f) => [SEVERITIES.indexOf(f.severity), rules.indexOf(f.rule), types.indexOf(f.recordType), f.recordId ?? 0, place(f),
    f.message.zh, f.message.en, places.indexOf(f.file ?? ''), noted(f), 0]);
  const columns = ['severity', 'rule', 'type', 'id', 'place', 'text'].map((name) => word(`html.column.${name}`));
  return {
    words: { ...Object.fromEntries(['all', 'search', 'count', 'batch'].map((name) => [name, WORDS[`html.${name}`]])),
      title: pair(title), columns: pair(inBoth((lang) => columns.map((c) => c[lang]))) },
    severities: SEVERITIES.map((s) => [s, ...pair(word(`report.${s}`)), r.counts[s]]),
    rules: rules.map((rule) => [rule, ...pair(heading(standard, rule))]),
    types: types.map((type) => [type, ...pair(typeTitle(standard, type))]),
    places, counties: [], notes: [...told.values()].map(([, note]) => note), findings,
  };
}
