// The worker as functions: what is asked is answered, one after the other.

/** What stands in the page packed, as bytes. */
async function unpacked(id) {
  const node = document.getElementById(id);
  const text = atob(node.textContent);
  node.remove();
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/** Starts the worker: a function that asks it, and the profiles that it knows. `progress` is told how far it is. */
export async function startChecker(progress) {
  const address = URL.createObjectURL(new Blob([await unpacked('worker')], { type: 'text/javascript' }));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  const waiting = new Map();
  let asked = 0;
  const ask = (cmd, what, transfer = []) => new Promise((resolve, reject) => {
    waiting.set(++asked, { resolve, reject });
    worker.postMessage({ ...what, seq: asked, cmd }, transfer);
  });
  worker.onmessage = ({ data: { seq, done, result, errored } }) => {
    if (done !== undefined) return progress(done);
    const { resolve, reject } = waiting.get(seq);
    waiting.delete(seq);
    return errored === undefined ? resolve(result) : reject(new Error(errored));
  };
  worker.onerror = (e) => {
    for (const { reject } of waiting.values()) reject(new Error(e.message));
    waiting.clear();
  };
  const wasm = await unpacked('engine');
  return [ask, await ask('start', { wasm }, [wasm])];
}
