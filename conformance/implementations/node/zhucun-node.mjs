#!/usr/bin/env node
// The line protocol of conformance/protocol.md, or one batch: node zhucun-node.mjs FOLDER
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { judge, judgeCase } from './judge.mjs';
import { produce } from './produce.mjs';

const { name, version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

if (process.argv[2]) {
  const result = await judge(process.argv[2], 'profile');
  console.log(JSON.stringify(result, null, 2));
  process.exit({ pass: 0, fail: 1, unreadable: 2, incomplete: 3 }[result.verdict]);
}
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { cmd, seq, case: folder, level, rules, facts, into } = JSON.parse(line);
  if (cmd === 'stop') break;
  if (cmd === 'start') say({ implementation: { name, version, language: `JavaScript (Node ${process.versions.node})` }, levels: ['structure', 'profiles', 'producer', 'correction'] });
  else {
    try {
      if (cmd === 'produce') produce(facts, into);
      say(cmd === 'produce' ? { seq, produced: {} } : { seq, result: await judgeCase(folder, level, rules) });
    } catch (e) {
      say({ seq, errored: { context: e.stack } });
    }
  }
}
process.exit(0);
