// The examples of a README, each a file of its own: TypeScript and single-file components.
//
// usage: node examples.mjs README.md FOLDER

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [readme, folder] = process.argv.slice(2);
const blocks = [...(await readFile(readme, 'utf8')).matchAll(/^```(ts|vue)\n(.*?)^```$/gms)];
if (blocks.length === 0) throw new Error('there is no example');
for (const [index, [, language, code]] of blocks.entries()) {
  await writeFile(join(folder, `readme${index}.${language}`), code);
}
