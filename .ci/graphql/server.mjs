// Starts a backend on a free port and a database of its own, and makes clients of it.
//
// BACKEND is its program.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const APP = 'shop';
const MASTER_KEY = 'a master key of this test alone';

/** A backend that can be stopped and started again over the same database. */
export class Backend {
  static async start() {
    if (!process.env.BACKEND) throw new Error('set BACKEND to the program, or run .ci/graphql/run');
    const backend = new Backend();
    backend.folder = await mkdtemp(join(tmpdir(), 'backsmith-graphql-'));
    backend.port = '0';
    await backend.run();
    return backend;
  }

  async run() {
    this.server = spawn(resolve(process.env.BACKEND), {
      cwd: this.folder,
      // Under BACKSMITH_DEV it stops when its standard input closes, so that it cannot outlive this process.
      env: { BACKSMITH_DEV: '1', HOST: '127.0.0.1', PORT: this.port, APP_ID: APP, MASTER_KEY },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.ended = new Promise(resolve => this.server.once('exit', resolve));
    const said = [];
    for await (const line of createInterface({ input: this.server.stderr })) {
      said.push(line);
      const address = line.match(/listens on http:\/\/([\d.]+):(\d+)/);
      if (address) {
        this.server.stderr.resume();
        // The same port the next time: clients come back to where they were.
        [, this.host, this.port] = address;
        return;
      }
    }
    throw new Error(`the backend did not start:\n${said.join('\n')}`);
  }

  /** It is gone at once, as after a loss of power. */
  async kill() {
    this.server.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    this.server.kill();
    await this.ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Whoever these headers say, over HTTP. */
  client(headers = {}) {
    const url = `http://${this.host}:${this.port}/graphql`;
    return new GraphQLClient(url, { headers: { 'X-Parse-Application-Id': APP, ...headers } });
  }

  get master() {
    return this.client({ 'X-Parse-Master-Key': MASTER_KEY });
  }

  /** Whoever has this session. */
  as(sessionToken) {
    return this.client({ 'X-Parse-Session-Token': sessionToken });
  }

  /** Whoever these headers say, over a socket. */
  socket(headers = {}, options = {}) {
    return createClient({
      url: `ws://${this.host}:${this.port}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { 'X-Parse-Application-Id': APP, ...headers },
      lazy: true,
      ...options,
    });
  }
}

/** What `assert.rejects` wants of an error of the protocol. */
export const code = number => error => {
  const found = error.response?.errors?.[0]?.extensions?.code;
  if (found === number) return true;
  throw new Error(`expected code ${number}, not ${found}: ${error.message}`, { cause: error });
};
