// The examples of a README, each in the file that its first line names.
//
// usage: node examples.mjs README.md FOLDER

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const [readme, folder] = process.argv.slice(2);
const blocks = [...(await readFile(readme, 'utf8')).matchAll(/^```tsx?\n\/\/ (\S+)\n(.*?)^```$/gms)];
if (blocks.length === 0) throw new Error('there is no example');
for (const [, path, code] of blocks) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), code);
}
