// A device that the tests switch off: what AsyncStorage keeps outlives the program, and nothing else does.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before } from 'node:test';
import WebSocket from 'ws';
import { APP_ID, startBackend } from '../../../tests/conformance/harness/backend.mjs';
import { startNetwork } from '../../../tests/conformance/harness/network.mjs';

const { BACKEND, WORK } = process.env;
if (!BACKEND || !WORK) throw new Error('set BACKEND and WORK, or run .ci/clients/react-native/run');
export const imported = (...path) => import(pathToFileURL(join(WORK, ...path)).href);

export const sdk = await imported('typescript', 'dist', 'index.js');
export const { Offline } = await imported('react-native', 'dist', 'offline.js');
const { CachedList } = await imported('react-native', 'dist', 'list.js');
const { keyedStorage } = await imported('react-native', 'dist', 'session.js');

/** The backend, and the network to it. */
export const world = {};

export function withWorld(prepare) {
  before(async () => {
    world.backend = await startBackend(BACKEND);
    world.network = await startNetwork(world.backend);
    await prepare?.();
  });
  after(async () => {
    for (const program of programs) program.end();
    await world.network?.stop();
    await world.backend?.stop();
  });
}

const programs = new Set();
const NEVER = new Promise(() => {});

export class Device {
  /** What is kept, and nothing by half. */
  values = new Map();
  /** What answers in the place of the server, where a network wants one to sign in to it. */
  portal;

  /**
   * Starts the app. `killAt` ends it at a step, which is a write to the storage or an answer from the network: just before the
   * step is done, or just after.
   */
  start({ killAt = Infinity, isDone = false, ...options } = {}) {
    const program = { isOver: false, steps: 0, stops: [] };
    program.killed = new Promise(resolve => {
      program.kill = resolve;
    });
    const step = async done => {
      if (program.isOver) return NEVER;
      program.steps += 1;
      const isLast = program.steps === killAt;
      if (isLast) program.isOver = true;
      const result = !isLast || isDone ? await done() : undefined;
      if (isLast) program.kill();
      return program.isOver ? NEVER : result;
    };
    const storage = {
      getItem: async key => (program.isOver ? NEVER : (this.values.get(key) ?? null)),
      getAllKeys: async () => (program.isOver ? NEVER : [...this.values.keys()]),
      setItem: (key, value) => step(() => void this.values.set(key, value)),
      removeItem: key => step(() => void this.values.delete(key)),
    };
    const isWrite = ({ method }) => method !== 'GET';
    program.client = sdk.createOrderFulfillment({
      serverURL: world.network.serverURL,
      appId: APP_ID,
      WebSocket,
      retry: { base: 5, cap: 100, tries: 2 },
      storage: keyedStorage(storage),
      fetch: (url, init) => {
        const ask = async () => this.portal?.() ?? fetch(url, init);
        return program.isOver ? NEVER : isWrite(init) ? step(ask) : ask();
      },
    });
    program.offline = new Offline(program.client, { storage, ...options });
    program.end = () => {
      program.isOver = true;
      for (const stop of program.stops.splice(0)) stop();
      program.client.close();
      programs.delete(program);
    };
    programs.add(program);
    return program;
  }

  /** As the provider does it when it is mounted. */
  begin(options) {
    const program = this.start(options);
    program.stops.push(program.offline.start());
    return program;
  }

  /** Keys of a kind. */
  keys(kind) {
    return [...this.values.keys()].filter(key => key.includes(`:${kind}:`));
  }
}

/** A list as a component has it. */
export function mounted(program, collection, query, owner = program.client.auth.user?.objectId ?? '') {
  const states = [];
  let heard = () => {};
  const list = new CachedList(program.offline, collection, query, owner, state => {
    states.push(state);
    heard();
  });
  program.stops.push(() => list.close());
  return {
    states,
    get state() {
      return states.at(-1);
    },
    close: () => list.close(),
    /** The first state that is like this, from now on or as it is. */
    async until(isIt) {
      while (!states.length || !isIt(states.at(-1))) await new Promise(resolve => (heard = resolve));
      return states.at(-1);
    },
  };
}

export async function tell(command) {
  const { ok } = await fetch(world.network.controlURL + command, { method: 'POST' });
  if (!ok) throw new Error(command);
}

let people = 0;

/** Somebody new, who may be one of the staff. */
export async function person(role) {
  const username = `person ${++people}`;
  const { master } = world.backend;
  const { objectId } = await master('POST', '/users', { username, password: 'secret', email: `p${people}@example.com` });
  if (role) {
    const { results } = await master('GET', `/roles?where=${encodeURIComponent(JSON.stringify({ name: role }))}`);
    const objects = [{ __type: 'Pointer', className: '_User', objectId }];
    await master('PUT', `/roles/${results[0].objectId}`, { users: { __op: 'AddRelation', objects } });
  }
  return { objectId, credentials: { username, password: 'secret' } };
}
