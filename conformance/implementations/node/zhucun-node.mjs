#!/usr/bin/env node
// The line protocol of conformance/protocol.md, or one batch: node zhucun-node.mjs FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { judge } from './core/judge.mjs';
import { produce } from './core/produce.mjs';
import { folderAt } from './folder.mjs';
import { host } from './host.mjs';

const { name, version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

if (process.argv[2]) {
  const folder = process.argv[2];
  const result = await judge(host, { batch: folderAt(folder) ?? { paths: [] }, profiles: folderAt(join(folder, '..', 'profiles')) }, 'profile');
  console.log(JSON.stringify(result, null, 2));
  process.exit({ pass: 0, fail: 1, unreadable: 2, incomplete: 3 }[result.verdict]);
}
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { cmd, seq, case: folder, level, rules, facts, into } = JSON.parse(line);
  if (cmd === 'stop') break;
  if (cmd === 'start') say({ implementation: { name, version, language: `JavaScript (Node ${process.versions.node})` }, levels: ['structure', 'profiles', 'producer', 'correction'] });
  else {
    try {
      if (cmd === 'produce') {
        for (const [path, bytes] of produce(host, JSON.parse(readFileSync(facts, 'utf8')))) writeFileSync(join(into, path), bytes);
        say({ seq, produced: {} });
      } else {
        const [batch, base, profiles] = ['batch', 'base', 'profiles'].map((room) => folderAt(join(folder, room)));
        say({ seq, result: await judge(host, { batch, base, profiles }, level, rules) });
      }
    } catch (e) {
      say({ seq, errored: { context: e.stack } });
    }
  }
}
process.exit(0);
