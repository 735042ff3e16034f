// What the tests share: a backend behind a network that can fail, and clients of it.
//
// BACKEND is the program of the order-fulfillment example; PACKAGE the folder of the client that is tested, built.

import { after, before } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import WebSocket from 'ws';
import { APP_ID, startBackend } from '../../../tests/conformance/harness/backend.mjs';
import { startNetwork } from '../../../tests/conformance/harness/network.mjs';

const { BACKEND, PACKAGE, OLD_PACKAGE } = process.env;
if (!BACKEND || !PACKAGE) throw new Error('set BACKEND and PACKAGE, or run .ci/clients/typescript/run');

const imported = folder => import(pathToFileURL(join(folder, 'dist', 'index.js')).href);

export const sdk = await imported(PACKAGE);
/** The client of the schema as it was before it grew. */
export const oldSdk = OLD_PACKAGE && (await imported(OLD_PACKAGE));

/** The backend, and the network to it. */
export const world = {};

/** Called by a file of tests: one backend serves them all. */
export function withShop(prepare = async () => {}) {
  before(async () => {
    world.backend = await startBackend(BACKEND);
    world.network = await startNetwork(world.backend);
    await prepare();
  });
  after(async () => {
    clients.forEach(client => client.close());
    await world.network?.stop();
    await world.backend?.stop();
  });
}

const clients = [];

/** A client of its own, with nobody signed in. */
export function shop(config = {}, make = sdk.createOrderFulfillment) {
  const retry = { base: 10, cap: 5000 };
  const client = make({ serverURL: world.network?.serverURL, appId: APP_ID, WebSocket, retry, ...config });
  clients.push(client);
  return client;
}

let people = 0;

/** A client in which somebody new is signed in. */
export async function customer(config) {
  const client = shop(config);
  const username = `customer ${++people}`;
  const user = await client.auth.signUp({ username, password: 'secret', email: `c${people}@example.com` });
  return { client, user, username };
}

/** One of the staff. */
export async function clerk() {
  const { client, user, username } = await customer();
  await enter('staff', user.objectId);
  return { client, user, username };
}

export async function enter(role, userId) {
  const { master } = world.backend;
  const where = encodeURIComponent(JSON.stringify({ name: role }));
  const { results } = await master('GET', `/roles?where=${where}`);
  const objects = [{ __type: 'Pointer', className: '_User', objectId: userId }];
  await master('PUT', `/roles/${results[0].objectId}`, { users: { __op: 'AddRelation', objects } });
}

/** A product that is there for everybody. */
export async function stocked(name, price = 2.5, stock = 100) {
  const { objectId } = await world.backend.master('POST', '/classes/Product', { name, price, stock });
  return objectId;
}

/** What `assert.rejects` wants of an error. */
export const code = expected => error => {
  if (!sdk.isBackendError(error) || error.code !== expected) throw error;
  return true;
};
