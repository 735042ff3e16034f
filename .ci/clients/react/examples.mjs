// The examples of a README, each a file of its own.
//
// usage: node examples.mjs README.md FOLDER

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [readme, folder] = process.argv.slice(2);
const text = await readFile(readme, 'utf8');
const examples = [...text.matchAll(/^```tsx?\n(.*?)^```$/gms)];
if (examples.length === 0) throw new Error('there is no example');
for (const [index, [, code]] of examples.entries()) await writeFile(join(folder, `example${index}.tsx`), code);
