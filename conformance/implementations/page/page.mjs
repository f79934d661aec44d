// The page: takes files, shows how far the check is, shows the report, and hands it out.
import { say } from '../node/core/messages.mjs';
import { startChecker } from './checker.mjs';

const by = (id) => document.getElementById(id);
const lang = () => (by('en').checked ? 'en' : 'zh');
let state = ['page.starting', {}], profiles = [], last, ask;

/** What the report shows, the page shows: its own switch is the one in the report. */
function follow() {
  const inside = by('report').contentDocument;
  for (const id of ['zh', 'en']) {
    inside.getElementById(id)?.addEventListener('change', () => {
      by(id).checked = true;
      label();
    });
  }
}

function label() {
  document.documentElement.lang = lang();
  document.title = say('page.title', lang());
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = say(node.dataset.word, lang());
  for (const option of by('profile').options) if (option.value) option.textContent = profiles.find((p) => p.id === option.value).title[lang()];
  by('state').textContent = say(state[0], lang(), state[1]);
}

/** Says where things stand; `part` of it is done, where that is known. */
function tell(key, values = {}, part = undefined) {
  state = [key, values];
  by('state').className = ['page.failed', 'page.old'].includes(key) ? 'failed' : '';
  by('progress').hidden = part === undefined;
  if (part) by('progress').value = part;
  else by('progress').removeAttribute('value');
  label();
}

const busy = (is) => ['choose-folder', 'choose-file'].forEach((id) => (by(id).disabled = is));

// --- what is handed in

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/** All files below what was dropped, as pairs of path and bytes. */
async function filesBelow(entry, way = '') {
  if (entry.isFile) return [[way + entry.name, await bytesOf(await new Promise((done, failed) => entry.file(done, failed)))]];
  const reader = entry.createReader(), out = [];
  for (let some; (some = await new Promise((done, failed) => reader.readEntries(done, failed))).length > 0;) {
    for (const child of some) out.push(...await filesBelow(child, `${way}${entry.name}/`));
  }
  return out;
}

async function dropped(items) {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  return (await Promise.all(entries.map((entry) => filesBelow(entry)))).flat();
}

const chosen = (files) => Promise.all([...files].map(async (file) => [file.webkitRelativePath || file.name, await bytesOf(file)]));

/** Checks files and shows the report on them. */
async function check(reading) {
  busy(true);
  tell('page.reading', {}, 0);
  try {
    const handed = await reading;
    if (handed.length > 0) {
      last = await ask('check', { handed, profile: by('profile').value, lang: lang() }, handed.map(([, bytes]) => bytes.buffer));
      by('report').srcdoc = last.html;
      show(true);
    }
    tell('page.ready');
  } catch (e) {
    tell('page.failed', { what: e.message.split('\n')[0] });
  }
  busy(false);
}

function show(result) {
  document.body.classList.toggle('shows', result);
  by('ask').hidden = result;
  by('result').hidden = !result;
}

// --- what is handed out

function save(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The report as report.json has it, its messages in the language that is shown. */
function reportJson() {
  const inOne = (value) => ({ ...value, message: value.message[lang()] });
  const { report } = last;
  return JSON.stringify({ ...report, language: lang(), findings: report.findings.map(inOne), problems: report.problems?.map(inOne) }, null, 2) + '\n';
}

const COLUMNS = ['severity', 'rule', 'outcome', 'recordType', 'recordId', 'file', 'line', 'pointer', 'policyRow', 'clauses', 'message'];

function findingsCsv() {
  // what a spreadsheet would take for a formula is made a text
  const cell = (value) => `"${String(value ?? '').replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const rows = last.report.findings.map((f) => COLUMNS.map((name) => (name === 'message' ? f.message[lang()] : name === 'clauses' ? f.clauses.join(' ') : f[name])));
  return '\ufeff' + [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

// --- the page

for (const id of ['zh', 'en']) by(id).addEventListener('change', label);
by('choose-folder').addEventListener('click', () => by('folder').click());
by('choose-file').addEventListener('click', () => by('file').click());
for (const id of ['folder', 'file']) {
  by(id).addEventListener('change', async ({ target }) => {
    await check(chosen(target.files));
    target.value = '';
  });
}
addEventListener('dragover', (e) => {
  e.preventDefault();
  by('drop').classList.add('over');
});
addEventListener('dragleave', () => by('drop').classList.remove('over'));
addEventListener('drop', (e) => {
  e.preventDefault();
  by('drop').classList.remove('over');
  if (!by('choose-file').disabled && by('result').hidden) check(dropped(e.dataTransfer.items));
});
by('again').addEventListener('click', () => {
  show(false);
  by('report').removeAttribute('srcdoc');
  last = undefined;
});
by('report').addEventListener('load', follow);
by('save-html').addEventListener('click', () => save('report.html', 'text/html', last.html));
by('save-json').addEventListener('click', () => save('report.json', 'application/json', reportJson()));
by('save-csv').addEventListener('click', () => save('findings.csv', 'text/csv', findingsCsv()));

/** The checker, for who drives the page from outside. */
globalThis.zhucun = (async () => {
  label();
  if (!globalThis.DecompressionStream || !globalThis.WebAssembly) {
    tell('page.old');
    throw new Error('old browser');
  }
  let started;
  [ask, started] = await startChecker(({ what, part }) => tell(`page.${what}`, {}, part));
  profiles = started;
  for (const { id } of profiles) by('profile').add(new Option('', id));
  busy(false);
  tell('page.ready');
  return ask;
})();
globalThis.zhucun.catch((e) => state[0] === 'page.old' || tell('page.failed', { what: e.message.split('\n')[0] }));
