// Works beside the page, so that the page stays awake: opens, judges, writes the report, and says how far it is.
import { folderOf } from '../node/core/bytes.mjs';
import { examine, judge } from '../node/core/judge.mjs';
import { Unreadable } from '../node/core/lines.mjs';
import { problemOf } from '../node/core/messages.mjs';
import { produce } from '../node/core/produce.mjs';
import { reportOf, word } from '../node/core/report.mjs';
import { files, look, version } from 'zhucun:standard';
import * as validators from 'zhucun:validators';
import { hostOf } from './engine.mjs';
import { opened, singleFile } from './opening.mjs';
import { pageOf } from './report.mjs';

const folder = (found) => found && folderOf(new Map(found));
const step = (what, part) => globalThis.postMessage({ done: { what, part } });
let host;

const answers = {
  async start({ wasm }) {
    host = await hostOf(wasm, files, validators);
    return Object.values(host.standard.profiles).filter((p) => p.effectiveFrom).map(({ id, title }) => ({ id, title }));
  },
  judge({ batch, base, profiles, level, rules }) {
    return judge(host, { batch: folder(batch), base: folder(base), profiles: folder(profiles) }, level, rules);
  },
  produce: ({ facts }) => [...produce(host, facts)],
  /** The report on what was handed in: {verdict, report, html, name}. */
  async check({ handed, profile, lang }) {
    step('reading', 0);
    const found = await examined(handed, profile);
    step('report', 0);
    const report = reportOf(host.standard, { name: 'zhucun-page', version }, found);
    return { verdict: found.verdict, report, html: pageOf(host.standard, report, look, lang) };
  },
};

async function examined(handed, profile) {
  try {
    const batch = opened(handed);
    if (batch.single === undefined) return await examine(host, { batch, profile: profile || undefined }, 'profile', undefined, step);
    const found = await examine(host, { batch: singleFile(host, batch.single) }, 'structure', undefined, step);
    // of what no rule has seen nothing is said to be right
    const single = [{ code: 'page.single', message: word('page.single') }];
    return { ...found, manifest: undefined, digest: undefined, verdict: found.verdict === 'pass' ? 'incomplete' : found.verdict, problems: found.problems ?? single };
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
    return { verdict: 'unreadable', findings: [], notEvaluated: [], rules: [], records: {}, leftOut: {}, problems: [{ code: e.key, message: problemOf(e) }] };
  }
}

globalThis.onmessage = async ({ data: { seq, cmd, ...asked } }) => {
  try {
    globalThis.postMessage({ seq, result: await answers[cmd](asked) });
  } catch (e) {
    globalThis.postMessage({ seq, errored: String(e?.stack ?? e) });
  }
};
