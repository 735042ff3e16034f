// Runs a program of one language through the story, and compares what it says with the transcript.
//
// usage: node run.mjs BACKEND PROGRAM [ARGUMENT]...

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { APP_ID, startBackend } from './harness/backend.mjs';
import { startNetwork } from './harness/network.mjs';

const PATIENCE = 120_000;
const here = name => fileURLToPath(new URL(name, import.meta.url));

const [program, command, ...rest] = process.argv.slice(2);
const story = JSON.parse(await readFile(here('story.json'), 'utf8'));
const expected = await readFile(here('transcript.txt'), 'utf8');

const backend = await startBackend(program);
const network = await startNetwork(backend);
let said;
try {
  for (const product of story.products) await backend.master('POST', '/classes/Product', product);
  said = await run();
} finally {
  await network.stop();
  await backend.stop();
}
if (said !== expected) {
  const [told, wanted] = [said, expected].map(text => text.split('\n'));
  const at = wanted.findIndex((line, index) => line !== told[index]);
  console.error(`${said}\nline ${at + 1} differs\nexpected: ${wanted[at]}\nsaid:     ${told[at] ?? '(nothing)'}`);
  process.exit(1);
}
console.log(`${expected.trimEnd().split('\n').length} lines, as in the transcript`);

/** What the program prints. */
async function run() {
  const child = spawn(command, rest, {
    env: {
      ...process.env,
      SERVER_URL: network.serverURL,
      APP_ID,
      CONTROL_URL: network.controlURL,
      STORY: here('story.json'),
      VECTORS: here('vectors.json'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const late = setTimeout(() => child.kill(), PATIENCE);
  const chunks = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  const code = child.exitCode ?? (await new Promise(resolve => child.once('exit', resolve)));
  clearTimeout(late);
  const text = Buffer.concat(chunks).toString();
  if (code !== 0) {
    console.error(`${text}the program ended with ${code}`);
    process.exitCode = 1;
  }
  return text;
}
