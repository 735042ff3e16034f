// Sends every request of the Postman collection and of the cookbook, in order, to a backend of its own. What they name may not
// be there, and may be forbidden; that a request makes no sense, or that the server fails, is a defect.
//
// usage: node check.mjs FOLDER_OF_REQUESTS    (BACKEND names the program)

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import newman from 'newman';
import { APP_ID, startBackend } from '../../../tests/conformance/harness/backend.mjs';

const [folder] = process.argv.slice(2);
/** Answers that a request may have on an empty database, without a role. */
const FINE = new Set([
  101, // not there
  119, // not allowed
  142, // a Pointer leads nowhere
  209, // the session has ended: one of the requests logs out
]);
const failures = [];
let sent = 0;

function judge(name, text) {
  sent += 1;
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return failures.push(`${name}: no JSON: ${text}`);
  }
  const { code } = answer?.error?.code ? answer.error : answer;
  if (code !== undefined && !FINE.has(code)) failures.push(`${name}: ${text}`);
}

const backend = await startBackend(process.env.BACKEND);
try {
  const collection = JSON.parse(await readFile(join(folder, 'postman.json'), 'utf8'));
  // A stream of events has no end that Newman could wait for.
  for (const group of collection.item) group.item = group.item.filter(({ request }) => !request.url.raw.includes('/events/'));
  const envVar = [{ key: 'server', value: backend.url }, { key: 'appId', value: APP_ID }];
  const { run } = await promisify(newman.run)({ collection, envVar });
  for (const { item, response } of run.executions) judge(`Postman, ${item.name}`, response.stream.toString());

  const cookbook = await readFile(join(folder, 'curl.md'), 'utf8');
  const [setting, ...commands] = [...cookbook.matchAll(/```sh\n([^]*?)```/g)].map(([, text]) => text);
  if (!setting.includes('SERVER=')) throw new Error('the cookbook does not begin with its settings');
  const env = { ...process.env, SERVER: backend.url, APP_ID, TOKEN: '', ID: 'Xb3uTh1vQf' };
  // Somebody else than in the collection.
  for (const command of commands.filter(command => !command.includes('curl -N'))) {
    const mine = command.replaceAll('ana', 'bea').replaceAll('alice@', 'bea@');
    const { stdout } = await promisify(execFile)('bash', ['-ec', mine.replaceAll('curl ', 'curl -sS ')], { env });
    judge(command, stdout);
    const { sessionToken } = JSON.parse(stdout);
    if (sessionToken) env.TOKEN = sessionToken;
  }
} finally {
  await backend.stop();
}
if (failures.length > 0) throw new Error(`${failures.length} of ${sent} requests make no sense:\n${failures.join('\n')}`);
console.log(`${sent} requests to try were answered as they should be`);
