// Sends what the pages on REST and GraphQL show to a backend of its own. What they name may not be there, and may be forbidden;
// that a request makes no sense, or that the server fails, is a defect.
//
// usage: node requests.mjs FOLDER_OF_PAGES    (BACKEND names the program)

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { APP_ID, startBackend } from '../../tests/conformance/harness/backend.mjs';
import { blocks } from './blocks.mjs';

const [folder] = process.argv.slice(2);
const ID = 'Xb3uTh1vQf';
/** Not there; not allowed; a Pointer that leads nowhere. */
const FINE = new Set([101, 119, 142]);
const failures = [];
let sent = 0;

function judge(what, answer) {
  sent += 1;
  const codes = answer.errors?.map(({ extensions }) => extensions?.code ?? 'none') ?? (answer.error === undefined ? [] : [answer.code]);
  if (!codes.every(code => FINE.has(code))) failures.push(`${what}\n${JSON.stringify(answer)}`);
}

/** The commands of a page, with the address of this backend. */
async function shell(page, env) {
  const all = (await blocks(join(folder, page))).filter(({ language }) => language === 'sh').map(({ code }) => code);
  const commands = all.filter(code => code.includes('curl '));
  if (commands.length === 0) throw new Error(`${page} has no command`);
  for (const command of commands) {
    const isStream = command.includes('curl -N');
    const here = command
      .replaceAll('http://localhost:1337', new URL(env.SERVER).origin)
      .replaceAll('Application-Id: app', `Application-Id: ${APP_ID}`)
      .replaceAll('curl ', isStream ? 'curl -sS --max-time 2 ' : 'curl -sS ');
    const { stdout } = await promisify(execFile)('bash', ['-c', here], { env }).catch(ended => ended);
    if (!isStream) judge(command, JSON.parse(stdout));
    else if (!/^(id|event): /.test(stdout)) failures.push(`${command}\n${stdout}`);
  }
}

/** A subscription is asked over a socket; here it is enough that the server refuses it for that alone. */
async function graphql(page, url, token) {
  for (const { code: query } of (await blocks(join(folder, page))).filter(({ language }) => language === 'graphql')) {
    const headers = { 'X-Parse-Application-Id': APP_ID, 'X-Parse-Session-Token': token, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ query, variables: query.includes('$id') ? { id: ID } : {} });
    const answer = await (await fetch(url, { method: 'POST', headers, body })).json();
    if (!query.startsWith('subscription')) judge(query, answer);
    else if (!/socket/i.test(answer.errors?.[0]?.message)) failures.push(`${query}\n${JSON.stringify(answer)}`);
  }
}

const backend = await startBackend(process.env.BACKEND);
try {
  const person = { username: 'ana', password: 's3cret', email: 'ana@example.com' };
  const response = await fetch(`${backend.url}/users`, {
    method: 'POST',
    headers: { 'X-Parse-Application-Id': APP_ID, 'Content-Type': 'application/json' },
    body: JSON.stringify(person),
  });
  const { sessionToken: TOKEN } = await response.json();
  const settings = { SERVER: backend.url, APP_ID, TOKEN, ID, UPDATED_AT: '2026-01-01T12:00:00.000Z' };
  const env = { ...process.env, ...settings };
  await shell('rest-api.md', env);
  await shell('graphql.md', env);
  await graphql('graphql.md', new URL('/graphql', backend.url), TOKEN);
} finally {
  await backend.stop();
}
if (failures.length > 0) throw new Error(`${failures.length} of ${sent} requests make no sense:\n${failures.join('\n')}`);
console.log(`${sent} requests of pages were answered as they should be`);
