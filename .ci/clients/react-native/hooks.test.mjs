// The hooks in components that mount, render again and go.

import assert from 'node:assert/strict';
import { register } from 'node:module';
import { afterEach, test } from 'node:test';
import { StrictMode, act, createElement as h } from 'react';
import { create } from 'react-test-renderer';
import { Device, imported, person, tell, withWorld, world } from './device.mjs';
import { AppState } from './react-native.mjs';

// React Native itself is no module of Node.
const fake = new URL('./react-native.mjs', import.meta.url).href;
register(`data:text/javascript,${encodeURIComponent(`
  export const resolve = (name, context, next) =>
    name === 'react-native' ? { url: '${fake}', shortCircuit: true } : next(name, context);
`)}`);
const adapter = await imported('react-native', 'dist', 'index.js');

globalThis.IS_REACT_ACT_ENVIRONMENT = true;
withWorld();
afterEach(() => tell('/online'));

/** Shows a component that calls `use`, and what it gave. */
async function show(program, use) {
  const { client, offline } = program;
  const shown = { values: [] };
  const Component = () => {
    shown.values.push(use(client));
    return null;
  };
  const tree = () =>
    h(
      StrictMode,
      null,
      h(adapter.OrderFulfillmentProvider, { client }, h(adapter.OfflineProvider, { offline }, h(Component))),
    );
  const root = await act(async () => create(tree()));
  program.stops.push(() => act(() => root.unmount()));
  return {
    ...shown,
    again: () => act(async () => root.update(tree())),
    unmount: () => act(async () => root.unmount()),
    async until(isIt) {
      for (;;) {
        const value = shown.values.at(-1);
        if (isIt(value)) return value;
        await act(() => new Promise(resolve => setTimeout(resolve, 5)));
      }
    },
  };
}

async function someone() {
  const { objectId, credentials } = await person();
  const user = { __type: 'Pointer', className: '_User', objectId };
  await world.backend.master('POST', '/classes/Notification', { user, message: 'one' });
  const program = new Device().start();
  await program.client.auth.logIn(credentials);
  return { program, user };
}

test('a query that says the same keeps its subscription, and unmounting ends it', async () => {
  const { program, user } = await someone();
  const asked = [];
  const view = await show(program, client => {
    const state = adapter.useCachedList(client.notifications, { where: { message: { $ne: 'two' } }, order: 'message' });
    asked.push(state);
    return state;
  });
  assert.equal((await view.until(({ isLoading }) => !isLoading)).objects.length, 1);
  await view.until(({ fromCache }) => !fromCache);
  const states = [];
  program.client.live.onState(state => states.push(state));
  const { objects } = asked.at(-1);
  await view.again();
  assert.equal(asked.at(-1).objects, objects);
  await world.backend.master('POST', '/classes/Notification', { user, message: 'three' });
  await view.until(({ objects }) => objects.length === 2);
  assert.deepEqual(states, []);
  await view.unmount();
  assert.equal(program.client.live.state, 'idle');
  assert.equal(AppState.listeners.size, 0);
});

test('what waits is sent when the app comes to the foreground', async () => {
  const { program } = await someone();
  const view = await show(program, client => ({
    list: adapter.useCachedList(client.notifications),
    outbox: adapter.useOutbox(),
  }));
  const { list } = await view.until(({ list }) => list.objects.length === 1);
  const { objectId } = list.objects[0];
  await tell('/offline');
  let written;
  await act(async () => {
    written = await view.values.at(-1).outbox.write(program.client.notifications.prepare.update(objectId, { read: true }));
  });
  assert.equal(written.isWaiting, true);
  const waiting = await view.until(({ outbox }) => outbox.waiting === 1);
  assert.deepEqual([waiting.list.objects[0].read, waiting.list.hasPendingWrites], [true, true]);

  await tell('/online');
  await act(async () => ['background', 'inactive', 'active'].forEach(AppState.become));
  await view.until(({ outbox, list }) => outbox.waiting === 0 && !list.hasPendingWrites);
  assert.equal((await world.backend.master('GET', `/classes/Notification/${objectId}`)).read, true);
});

test('one object, and none where it is not to be seen', async () => {
  const { program } = await someone();
  const other = await someone();
  const [theirs] = await other.program.client.notifications.find();
  const [own] = await program.client.notifications.find();
  const view = await show(program, client => ({
    own: adapter.useCachedObject(client.notifications, own.objectId, { include: ['user'] }),
    theirs: adapter.useCachedObject(client.notifications, theirs.objectId),
  }));
  const shown = await view.until(({ own, theirs }) => !own.isLoading && !theirs.isLoading);
  assert.equal(shown.own.object.user.username, program.client.auth.user.username);
  assert.deepEqual([shown.theirs.object, shown.theirs.error], [undefined, undefined]);
});

test('with whoever signs out his list goes', async () => {
  const { program } = await someone();
  const view = await show(program, client => adapter.useCachedList(client.notifications));
  await view.until(({ objects }) => objects.length === 1);
  await act(() => program.client.auth.logOut());
  assert.deepEqual((await view.until(({ isLoading }) => !isLoading)).objects, []);
});
