// The components of a README, each as a file of its own.
//
// usage: node examples.mjs README.md FOLDER

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [readme, folder] = process.argv.slice(2);
const examples = [...(await readFile(readme, 'utf8')).matchAll(/^```tsx\n(.*?)^```$/gms)];
if (examples.length === 0) throw new Error('there is no example');
for (const [index, [, code]] of examples.entries()) await writeFile(join(folder, `example${index}.tsx`), code);
