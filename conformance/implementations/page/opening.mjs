// What is handed to the page: a folder, a zip, or a single file of records.
import { unzipSync } from 'fflate';
import { unpack } from '../node/core/batch.mjs';
import { encode, folderOf } from '../node/core/bytes.mjs';
import { must, read } from '../node/core/lines.mjs';

/** So much may come out of a zip, and so many times its own size. */
const UNPACKED = 1.5 * 2 ** 30;
const TIMES = 200;

/** What systems leave beside files, and no sender means. */
const JUNK = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;

/** The folder of a batch, or {single: {name, bytes}}. `handed` are pairs of path and bytes. */
export function opened(handed) {
  if (handed.length === 1 && !handed[0][0].includes('/')) {
    const [[name, bytes]] = handed;
    return isZip(bytes) ? batchIn(unzipped(name, bytes), name) : { single: { name, bytes } };
  }
  return batchIn(handed, handed[0]?.[0].split('/')[0] ?? '');
}

const isZip = (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && [3, 5].includes(bytes[2]);

function unzipped(name, bytes) {
  let size = 0;
  const seen = new Set();
  const filter = (entry) => {
    if (entry.name.endsWith('/')) return false;
    must(!entry.name.startsWith('/') && !/\\|^[A-Za-z]:/.test(entry.name) && !entry.name.split('/').includes('..'), 'zip-name', { path: entry.name });
    must(!seen.has(entry.name), 'zip-twice', { path: entry.name });
    seen.add(entry.name);
    size += entry.originalSize;
    must(size <= Math.min(UNPACKED, Math.max(TIMES * bytes.length, 2 ** 24)), 'page.bound', { path: name, limit: 1.5 });
    return true;
  };
  try {
    return Object.entries(unzipSync(bytes, { filter }));
  } catch (e) {
    if (e.key) throw e;
    return must(false, 'zip-bad', { path: name });
  }
}

/** The batch among files: at their top, or in the one folder that holds a manifest there. */
function batchIn(files, name) {
  const found = new Map(files.filter(([path]) => !JUNK.test(path)));
  const depth = (path) => path.split('/').length;
  const manifests = [...found.keys()].filter((path) => /(^|\/)manifest\.json$/.test(path)).sort((a, b) => depth(a) - depth(b));
  const top = manifests.filter((path) => depth(path) === depth(manifests[0]));
  must(top.length > 0, 'manifest-missing', { path: name });
  must(top.length === 1, 'zip-folders', { path: name, seen: top.join(', ') });
  const home = top[0].slice(0, -'manifest.json'.length);
  return folderOf(new Map([...found].filter(([path]) => path.startsWith(home)).map(([path, bytes]) => [path.slice(home.length), bytes])));
}

/** A batch of one file, for its structure alone. */
export function singleFile(host, { name, bytes }) {
  const [recordType] = name.split('.');
  must(name !== 'manifest.json', 'manifest-named', { path: name });
  must(host.standard.recordTypes.includes(recordType) && /\.(nd)?json(\.gz|\.zst)?$/.test(name), 'file-kind', { path: name });
  const count = read(unpack(host, bytes, name), name).lines.filter((l) => !l.blank).length;
  const manifest = {
    standard: host.standard.index.version, batchId: 'single', sender: { id: 'single' }, profile: 'none', startDate: '0001-01-01', endDate: '9999-12-31',
    asOf: '9999-12-31', mode: 'CORRECTION', supersedes: { batchId: 'none', manifest: '0'.repeat(64) }, coverage: [],
    files: [{ path: name, recordType, count, sha256: host.digest('sha256', bytes) }],
  };
  return folderOf(new Map([['manifest.json', encode(JSON.stringify(manifest))], [name, bytes]]));
}
