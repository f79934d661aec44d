// The package as a library: `validate` gives a report by the names of report.json, `textOf` what people read of it.
import { readFileSync, statSync } from 'node:fs';
import { examine } from './core/judge.mjs';
import { reportOf } from './core/report.mjs';
import { folderAt } from './folder.mjs';
import { host } from './host.mjs';
import * as forms from './report.mjs';

const { name, version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const ABSENT = { zh: '找不到这个文件夹', en: 'there is no such folder' };

/** Validates the batch in a folder. `base` is the folder of the snapshot that a correction corrects, `profiles` one with
 *  profiles besides the standard's, `lang` the language of messages: "zh" or "en". */
export async function validate(folder, { base, profiles, lang = 'zh' } = {}) {
  const absent = [folder, base, profiles].find((path) => path !== undefined && !statSync(path, { throwIfNoEntry: false })?.isDirectory());
  const found = absent === undefined
    ? await examine(host, { batch: { ...folderAt(folder), name: folder }, base: base && folderAt(base), profiles: profiles && folderAt(profiles) }, 'profile')
    : unreadable(absent);
  return forms.told(reportOf(host.standard, { name, version }, found), lang);
}

function unreadable(path) {
  const message = Object.fromEntries(Object.entries(ABSENT).map(([lang, said]) => [lang, `${path}: ${said}`]));
  return { verdict: 'unreadable', findings: [], notEvaluated: [], rules: [], records: {}, leftOut: {}, problems: [{ code: 'no-path', message }] };
}

/** A report for people. */
export const textOf = (report) => forms.textOf(host.standard, report);
