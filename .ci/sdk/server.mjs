// Starts a backend on a free port and a database of its own, and points the SDK at it.
//
// BACKENDS is the folder of their programs; BACKEND, where it is set, is the one program to test instead.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, afterEach, before } from 'node:test';
import Parse from 'parse/node';

const MASTER_KEY = 'a master key of this test alone';

let folder;

/**
 * Called by a file of tests: one backend serves them all, after `prepare`, and is gone after them.
 *
 * `project` is the name of its program: `sdk-tests` is made of schema.json, `order-fulfillment` is the example. `env` has
 * settings of its own. What it gives can kill the backend and start it anew, at the same address over the same database.
 */
export function withBackend(prepare = async () => {}, { project = 'sdk-tests', env = {} } = {}) {
  let server, ended;
  const start = async (port) => {
    const { BACKEND, BACKENDS } = process.env;
    if (!BACKEND && !BACKENDS) throw new Error('set BACKENDS to the folder of the programs, or run .ci/sdk/run');
    const program = BACKEND || join(BACKENDS, project);
    server = spawn(resolve(program), {
      cwd: folder,
      // Under BACKSMITH_DEV it stops when its standard input closes, so that it cannot outlive this process.
      env: { BACKSMITH_DEV: '1', HOST: '127.0.0.1', PORT: port, APP_ID: 'shop', MASTER_KEY, ...env },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    ended = new Promise(resolve => server.once('exit', resolve));
    return listening(server);
  };
  const backend = {
    async kill() {
      server.kill('SIGKILL');
      await ended;
    },
    start: () => start(new URL(Parse.serverURL).port),
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backsmith-sdk-'));
    Parse.initialize('shop', undefined, MASTER_KEY);
    Parse.serverURL = await start('0');
    // One person at a time uses this process, as in a browser.
    Parse.User.enableUnsafeCurrentUser();
    await prepare();
  });
  afterEach(forget);
  after(async () => {
    server?.kill();
    await ended;
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  return backend;
}

/** The address that the log tells. */
async function listening(server) {
  const said = [];
  const lines = createInterface({ input: server.stderr });
  for await (const line of lines) {
    said.push(line);
    const address = line.match(/listens on (http:\S+)/);
    if (address) {
      server.stderr.resume();
      return address[1];
    }
  }
  throw new Error(`the backend did not start:\n${said.join('\n')}`);
}

/** The link in the one mail that waits for this address, once it is there. */
export async function mailedLink(address) {
  const outbox = join(folder, 'outbox');
  for (;;) {
    const names = await readdir(outbox).catch(() => []);
    // One that is still being written ends otherwise.
    for (const name of names.filter(name => name.endsWith('.eml'))) {
      // A long line of a mail goes on in the next after `=`.
      const mail = (await readFile(join(outbox, name), 'utf8')).replace(/=\r?\n/g, '').replaceAll('=3D', '=');
      const link = mail.match(/http:\S+/);
      if (link && mail.includes(address)) return link[0];
    }
    await new Promise(setImmediate);
  }
}

/** What `assert.rejects` wants of an error of the protocol. */
export const code = (number, message) => (message === undefined ? { code: number } : { code: number, message });

/** A person who has signed up and whose token is at hand; nobody is signed in after it. */
export async function person(name) {
  const user = new Parse.User({ username: name, password: `${name}'s password`, email: `${name}@example.com` });
  await user.signUp();
  const sessionToken = user.getSessionToken();
  forget();
  return { user, id: user.id, as: { sessionToken } };
}

/** Ends what the SDK knows of a current user, and not his session. */
export function forget() {
  Parse.User._clearCache();
  Parse.Storage._clear();
}

/** Adds people to a role that the schema names, or the roles that inherit it. */
export async function enter(roleName, { users = [], roles = [] }) {
  const role = await new Parse.Query(Parse.Role).equalTo('name', roleName).first({ useMasterKey: true });
  users.forEach(({ user }) => role.getUsers().add(user));
  roles.forEach(inner => role.getRoles().add(inner));
  return role.save(null, { useMasterKey: true });
}

export { Parse };
