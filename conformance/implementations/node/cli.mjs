#!/usr/bin/env node
// The command of the package: what a batch says against its rules, with file and line of each finding.
import { parseArgs } from 'node:util';

const SAID = {
  usage: {
    zh: '用法：zhucun-node validate 批次文件夹 [--base 文件夹] [--profiles 文件夹] [--format text|json] [--lang zh|en]\n退出码：0 通过，1 有错误，2 无法读作批次，3 未能完成\n',
    en: 'Usage: zhucun-node validate BATCH [--base FOLDER] [--profiles FOLDER] [--format text|json] [--lang zh|en]\nExit codes: 0 pass, 1 errors, 2 not readable as a batch, 3 incomplete\n',
  },
  defect: { zh: '程序自身的缺陷，没有结论；设置 ZHUCUN_DEBUG=1 可见详情\n', en: 'a defect of the program, no verdict; set ZHUCUN_DEBUG=1 to see the details\n' },
};
const EXIT = { pass: 0, fail: 1, unreadable: 2, incomplete: 3 };
/** What a terminal would act on instead of showing it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const escaped = (char) => [...Array(char.length).keys()].map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
const seen = (text) => text.split('\n').map((line) => line.replace(UNSEEN, escaped)).join('\n');

/** The language that the environment asks for. */
function wanted({ ZHUCUN_LANG, LC_ALL, LC_MESSAGES, LANG }) {
  const asked = ZHUCUN_LANG || ((LC_ALL || LC_MESSAGES || LANG || '').startsWith('en') ? 'en' : 'zh');
  return asked === 'en' ? 'en' : 'zh';
}

function end(code, text, stream = process.stdout) {
  stream.write(seen(text), () => process.exit(code));
}

async function run() {
  let lang = wanted(process.env);
  let given;
  try {
    given = parseArgs({
      allowPositionals: true,
      options: { format: { type: 'string', default: 'text' }, lang: { type: 'string', default: lang }, base: { type: 'string' }, profiles: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch {
    return end(EXIT.unreadable, SAID.usage[lang], process.stderr);
  }
  const { values: { format, base, profiles, help }, positionals: [command, folder, ...more] } = given;
  lang = ['zh', 'en'].includes(given.values.lang) ? given.values.lang : lang;
  if (help) return end(0, SAID.usage[lang]);
  const known = command === 'validate' && folder !== undefined && more.length === 0 && ['text', 'json'].includes(format) && lang === given.values.lang;
  if (!known) return end(EXIT.unreadable, SAID.usage[lang], process.stderr);
  try {
    const { textOf, validate } = await import('./index.mjs');
    const report = await validate(folder, { base, profiles, lang });
    return end(EXIT[report.verdict], format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
  } catch (e) {
    // of a defect of ours the user gets a sentence, whoever mends it the rest
    return end(EXIT.incomplete, `${SAID.defect[lang]}${process.env.ZHUCUN_DEBUG ? `${e.stack}\n` : ''}`, process.stderr);
  }
}

await run();
