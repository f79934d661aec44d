// Puts the standard and the licence into the package before it is packed, and takes them away afterwards (--remove).
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

for (const [name, from] of [['standard', '../../../schemas/1.0'], ['LICENSE', '../../../LICENSE']]) {
  rmSync(here(name), { recursive: true, force: true });
  if (process.argv[2] !== '--remove') cpSync(here(from), here(name), { recursive: true });
}
