// A folder of the disk as the core reads one.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Its plain files, with slashes, that no link leads to; undefined where there is none. */
export function folderAt(folder) {
  if (!existsSync(folder)) return undefined;
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
    .map((e) => join(e.parentPath ?? e.path, e.name).slice(join(folder, '/').length).replaceAll('\\', '/'));
  return { paths, read: (path) => readFileSync(join(folder, path)) };
}
