// A backend of its own for one run: started on a free port with an empty database, filled by the master, gone at the end.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const APP_ID = 'shop';
const MASTER_KEY = 'a master key of this test alone';

/** Starts the program; `env` has settings of its own. */
export async function startBackend(program, env = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'backsmith-conformance-'));
  const server = spawn(resolve(program), {
    cwd: folder,
    // Under BACKSMITH_DEV it stops when its standard input closes, so that it cannot outlive this process.
    env: { BACKSMITH_DEV: '1', HOST: '127.0.0.1', PORT: '0', APP_ID, MASTER_KEY, ...env },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise(resolve => server.once('exit', resolve));
  const url = await listening(server);
  return {
    url,
    master: (method, path, body) => master(url, method, path, body),
    async stop() {
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The address that the log tells. */
async function listening(server) {
  const said = [];
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line);
    const address = line.match(/listens on (http:\S+)/);
    if (address) {
      server.stderr.resume();
      return address[1];
    }
  }
  throw new Error(`the backend did not start:\n${said.join('\n')}`);
}

/** Does something as the master, under the mount path. */
async function master(url, method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: {
      'X-Parse-Application-Id': APP_ID,
      'X-Parse-Master-Key': MASTER_KEY,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}
