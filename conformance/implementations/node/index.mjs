// The package as a library: `validate` gives a report by the names of report.json, `textOf` what people read of it.
import { readFileSync, statSync } from 'node:fs';
import { check } from './core/judge.mjs';
import * as reports from './core/report.mjs';
import { folderAt } from './folder.mjs';
import { host } from './host.mjs';

const { name, version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Validates the batch in a folder. `base` is the folder of the snapshot that a correction corrects, `profiles` one with
 *  profiles besides the standard's, `lang` the language of messages: "zh" or "en". */
export async function validate(folder, { base, profiles, lang = 'zh' } = {}) {
  const absent = [folder, base, profiles].find((path) => path !== undefined && !statSync(path, { throwIfNoEntry: false })?.isDirectory());
  const result = absent === undefined
    ? await check(host, { batch: folderAt(folder), base: base && folderAt(base), profiles: profiles && folderAt(profiles) }, 'profile')
    : { verdict: 'unreadable', findings: [], notEvaluated: [], rules: [], problem: { key: 'no-path', path: absent } };
  return reports.reportOf(host.standard, result, lang, { name, version });
}

/** A report for people. */
export const textOf = (report) => reports.textOf(host.standard, report);
