// What the tests share: a backend behind a network that can fail, a page, and apps in it.

import { after, afterEach, before } from 'node:test';
import { type ApplicationRef, type Signal, type Type, createComponent, effect, inputBinding } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { JSDOM } from 'jsdom';
import { provideOrderFulfillment } from 'order-fulfillment-angular';
import { type OrderFulfillment, type SessionStorage, createOrderFulfillment } from 'order-fulfillment-client';
import WebSocket from 'ws';

const { BACKEND, REPOSITORY } = process.env;
if (!BACKEND || !REPOSITORY) throw new Error('set BACKEND, or run .ci/clients/run angular');

const harness = `${REPOSITORY}/tests/conformance/harness`;
const { APP_ID, startBackend } = await import(`${harness}/backend.mjs`);
const { startNetwork } = await import(`${harness}/network.mjs`);

interface World {
  readonly network: { readonly serverURL: string; readonly controlURL: string; stop(): Promise<void> };
  master(method: string, path: string, body?: object): Promise<any>;
  stop(): Promise<void>;
}

export let world: World;

interface Frame {
  readonly op: string;
  readonly query?: { readonly className: string; readonly where: object };
}

const said = new WeakMap<OrderFulfillment, Frame[]>();

/** What a client has said over its socket, frame by frame. */
export const saidBy = (shop: OrderFulfillment): readonly Frame[] => said.get(shop) ?? [];

const apps: ApplicationRef[] = [];

/** A page for apps to be in, as a browser has it. A server has none. */
export function openPage(): void {
  const { window } = new JSDOM('<!doctype html><body></body>');
  Object.assign(globalThis, { window, document: window.document, Node: window.Node, Event: window.Event });
}

before(async () => {
  const backend = await startBackend(BACKEND);
  const network = await startNetwork(backend);
  world = { network, master: backend.master, stop: () => network.stop().then(() => backend.stop()) };
});

afterEach(() => apps.splice(0).forEach(app => app.destroy()));
after(() => world.stop());

export function client(storage?: SessionStorage): OrderFulfillment {
  const frames: Frame[] = [];
  class Overheard extends WebSocket {
    override send(text: string): void {
      frames.push(JSON.parse(text));
      super.send(text);
    }
  }
  const shop = createOrderFulfillment({ serverURL: world.network.serverURL, appId: APP_ID, WebSocket: Overheard, storage });
  said.set(shop, frames);
  return shop;
}

/** A client in which somebody new is signed in. */
export async function customer(storage?: SessionStorage): Promise<OrderFulfillment> {
  const shop = client(storage);
  const name = Math.random().toString(36).slice(2);
  await shop.auth.signUp({ username: name, password: 'secret', email: `${name}@example.com` });
  return shop;
}

/** An app with this client. */
export async function application(shop: OrderFulfillment): Promise<ApplicationRef> {
  const app = await createApplication({ providers: [provideOrderFulfillment(() => shop)] });
  apps.push(app);
  return app;
}

/** A component on the page, with signals for its inputs. */
export function shown<C>(app: ApplicationRef, component: Type<C>, inputs: Record<string, Signal<unknown>> = {}) {
  const hostElement = document.body.appendChild(document.createElement('div'));
  const bindings = Object.entries(inputs).map(([name, value]) => inputBinding(name, value));
  const shown = createComponent(component, { environmentInjector: app.injector, hostElement, bindings });
  app.attachView(shown.hostView);
  // Its inputs are there once it has been drawn.
  shown.changeDetectorRef.detectChanges();
  return { instance: shown.instance, destroy: () => shown.destroy(), text: () => hostElement.textContent.trim().replace(/\s+/g, ' ') };
}

/** Resolves when the signals that it reads say so, and the page has been drawn. */
export async function until(app: ApplicationRef, holds: () => boolean): Promise<void> {
  await new Promise<void>(resolve => {
    const watching = effect(() => void (holds() && (watching.destroy(), resolve())), { injector: app.injector, manualCleanup: true });
  });
  await app.whenStable();
}

export async function stocked(name: string, price = 2): Promise<string> {
  const { objectId } = await world.master('POST', '/classes/Product', { name, price, stock: 100 });
  return objectId;
}

export const change = (productId: string, fields: object): Promise<unknown> => world.master('PUT', `/classes/Product/${productId}`, fields);

/** Ends every session of whoever is signed in, as an administrator does. */
export async function endSessions(shop: OrderFulfillment): Promise<void> {
  const where = encodeURIComponent(JSON.stringify({ user: shop.users.ref(shop.auth.user?.objectId ?? '') }));
  const { results } = await world.master('GET', `/sessions?where=${where}`);
  for (const { objectId } of results) await world.master('DELETE', `/sessions/${objectId}`);
}
