// The examples of a README, each in a function of its own: imports come first, once.
//
// usage: node examples.mjs README.md

import { readFile } from 'node:fs/promises';

const text = await readFile(process.argv[2], 'utf8');
const imports = new Map();
const bodies = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) =>
  code.replace(/^import \{ (.*) \} from '(.*)';\n/gm, (_, names, from) => {
    for (const name of names.split(', ')) imports.set(name, from);
    return '';
  }),
);
if (bodies.length === 0) throw new Error('there is no example');
for (const [name, from] of imports) console.log(`import { ${name} } from '${from}';`);
bodies.forEach((body, index) => console.log(`export async function example${index}() {\n${body}}`));
