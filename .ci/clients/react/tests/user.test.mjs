// The provider, and who is signed in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderToString } from 'react-dom/server';
import { act, adapter, h, newcomer, render, renderHook, shop, stocked, waitFor, within } from './room.mjs';

const { OrderFulfillmentProvider, useLiveList, useOrderFulfillment, useUser } = adapter;

test('who is signed in is known as it changes', async () => {
  const { client } = shop();
  const ana = await newcomer();
  const { result } = renderHook(() => useUser(), { wrapper: within(client) });
  await waitFor(() => assert.deepEqual(result.current, { user: undefined, error: undefined, isLoading: false }));
  await act(() => client.auth.logIn(ana));
  assert.equal(result.current.user.username, ana.username);
  await act(() => client.auth.logOut());
  assert.equal(result.current.user, undefined);
});

test('a session that was kept is read first', async () => {
  let kept;
  const storage = { read: async () => kept, write: text => void (kept = text), clear: () => void (kept = undefined) };
  const ana = await newcomer();
  await shop({ storage }).client.auth.logIn(ana);
  const { client } = shop({ storage });
  const { result } = renderHook(() => useUser(), { wrapper: within(client) });
  assert.deepEqual(result.current, { user: undefined, error: undefined, isLoading: true });
  await waitFor(() => assert.equal(result.current.user?.username, ana.username));
  assert.equal(result.current.isLoading, false);
});

test('a storage that cannot be read is an error, and nobody is signed in', async () => {
  const { client } = shop({ storage: { read: () => Promise.reject(new Error('locked')), write() {}, clear() {} } });
  const { result } = renderHook(() => useUser(), { wrapper: within(client) });
  await waitFor(() => assert.equal(result.current.error?.message, 'locked'));
  assert.equal(result.current.isLoading, false);
});

test('without a provider a hook says what is missing', t => {
  t.mock.method(console, 'error', () => {});
  assert.throws(() => renderHook(() => useOrderFulfillment()), /put the provider around the app/);
});

test('a server renders what is loading, and the browser goes on from there', async t => {
  const { client } = shop();
  await stocked('hydrated');
  const Products = () => {
    const { user, isLoading } = useUser();
    const { objects } = useLiveList(useOrderFulfillment().products, { where: { name: 'hydrated' } });
    return h('p', null, `${user?.username ?? 'nobody'} ${isLoading} ${objects.length}`);
  };
  const app = h(OrderFulfillmentProvider, { client }, h(Products));
  const html = renderToString(app);
  assert.equal(html, '<p>nobody true 0</p>');
  const errors = t.mock.method(console, 'error');
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = html;
  render(app, { container, hydrate: true });
  await waitFor(() => assert.equal(container.innerHTML, '<p>nobody false 1</p>'));
  assert.equal(errors.mock.callCount(), 0);
});
