// The bundle of an app that uses two classes, minified: the same however many classes the schema has.
//
// usage: node size.mjs PACKAGE [LIMIT_IN_BYTES]

import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const [folder, limit = '26000'] = process.argv.slice(2);
const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
const index = await readFile(join(folder, 'src', 'all.ts'), 'utf8');
const collections = [...index.matchAll(/^import \{ (\w+) \} from '\.\/classes/gm)].map(([, name]) => name);
const [one, two] = collections.slice(-2);
const factory = index.match(/export function (\w+)/)[1];

const config = `{ serverURL: 'http://localhost:1337/parse', appId: 'app' }`;
const apps = {
  'two classes': `import { createClient, ${one}, ${two} } from '${name}';
    const client = createClient(${config}, { ${one}, ${two} });
    console.log(await client.${one}.find(), await client.${two}.find());`,
  'every class': `import { ${factory} } from '${name}';
    console.log(await ${factory}(${config}).${one}.find());`,
};
for (const [app, contents] of Object.entries(apps)) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    alias: { [name]: resolve(folder, 'dist', 'index.js') },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  const [{ contents: bytes }] = outputFiles;
  console.log(`${app} of ${collections.length}: ${bytes.length} bytes, ${gzipSync(bytes).length} gzipped`);
  if (app === 'two classes' && bytes.length > Number(limit)) throw new Error(`more than ${limit} bytes`);
}
