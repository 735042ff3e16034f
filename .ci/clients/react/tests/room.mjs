// What the tests share: a document, a backend, and clients whose live queries are counted.

import { after, afterEach, before } from 'node:test';
import { JSDOM } from 'jsdom';
import WebSocket from 'ws';
import { APP_ID, startBackend } from '../harness/backend.mjs';

const { window } = new JSDOM('<!doctype html><body></body>', { url: 'http://localhost/' });
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
globalThis.navigator ??= window.navigator;

// These look for a document as they begin.
export const { act, cleanup, render, renderHook, waitFor: waitForFast } = await import('@testing-library/react');
export const { createElement: h, StrictMode } = await import('react');
export const adapter = await import('order-fulfillment-react');
const { createOrderFulfillment } = await import('order-fulfillment-client');
const { OrderFulfillmentProvider } = adapter;

/** What a slow machine may take is no failure. */
export const waitFor = check => waitForFast(check, { timeout: 15_000 });

export const world = {};
const clients = [];

before(async () => {
  world.backend = await startBackend(process.env.BACKEND);
});
afterEach(() => {
  cleanup();
  clients.splice(0).forEach(({ client }) => client.close());
});
after(() => world.backend.stop());

/** A client, and what it has sent over its sockets. */
export function shop(config = {}) {
  const sent = [];
  class Counted extends WebSocket {
    send(text) {
      sent.push(JSON.parse(text).op);
      super.send(text);
    }
  }
  const client = createOrderFulfillment({ serverURL: world.backend.url, appId: APP_ID, WebSocket: Counted, ...config });
  const made = { client, count: op => sent.filter(one => one === op).length };
  clients.push(made);
  return made;
}

let people = 0;

export async function newcomer() {
  const username = `person ${++people}`;
  const user = await world.backend.master('POST', '/users', { username, password: 'secret', email: `p${people}@example.com` });
  return { username, password: 'secret', objectId: user.objectId };
}

/** Everything around a component: the provider, and StrictMode, which mounts it twice. */
export const within = client => ({ children }) => h(StrictMode, null, h(OrderFulfillmentProvider, { client }, children));

export const stocked = async (name, price = 1) =>
  (await world.backend.master('POST', '/classes/Product', { name, price, stock: 9 })).objectId;
export const change = (className, id, fields) => world.backend.master('PUT', `/classes/${className}/${id}`, fields);
