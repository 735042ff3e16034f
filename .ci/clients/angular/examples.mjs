// The examples of a README, each in a file of its own, as an app has them.
//
// usage: node examples.mjs README.md FOLDER

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [readme, folder] = process.argv.slice(2);
const examples = [...(await readFile(readme, 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms)];
if (examples.length === 0) throw new Error('there is no example');
await mkdir(folder, { recursive: true });
await Promise.all(examples.map(([, code], index) => writeFile(join(folder, `example${index}.ts`), code)));
