// Works beside the page, so that the page stays awake: judges what it is given, and says how far it is.
import { folderOf } from '../node/core/bytes.mjs';
import { judge } from '../node/core/judge.mjs';
import { produce } from '../node/core/produce.mjs';
import { files } from 'zhucun:standard';
import * as validators from 'zhucun:validators';
import { hostOf } from './engine.mjs';

const folder = (found) => found && folderOf(new Map(found));
let host;

const answers = {
  async start({ wasm }) {
    host = await hostOf(wasm, files, validators);
  },
  judge({ batch, base, profiles, level, rules }) {
    return judge(host, { batch: folder(batch), base: folder(base), profiles: folder(profiles) }, level, rules);
  },
  produce: ({ facts }) => [...produce(host, facts)],
};

globalThis.onmessage = async ({ data: { seq, cmd, ...asked } }) => {
  try {
    globalThis.postMessage({ seq, result: await answers[cmd](asked) });
  } catch (e) {
    globalThis.postMessage({ seq, errored: String(e?.stack ?? e) });
  }
};
