// Live lists and objects as the state of components.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, adapter, change, newcomer, renderHook, shop, stocked, waitFor, within, world } from './room.mjs';

const { useLiveList, useLiveObject } = adapter;

/** Follows the products whose name begins so; the query is written anew at each render. */
const following = ({ client }, props, options) =>
  renderHook(
    ({ begins, ...more }) => useLiveList(client.products, { where: { name: { $regex: `^${begins}` } }, order: 'price', ...more }),
    { initialProps: props, wrapper: within(client), ...options },
  );
const names = ({ current }) => current.objects.map(({ name }) => name);

test('a list is loading, then there, then as it becomes', async () => {
  const one = shop();
  const id = await stocked('list one', 1);
  const { result } = following(one, { begins: 'list' });
  assert.deepEqual(result.current, { objects: [], error: undefined, isLoading: true });
  await waitFor(() => assert.deepEqual(names(result), ['list one']));
  assert.equal(result.current.isLoading, false);
  await act(() => stocked('list two', 2));
  await waitFor(() => assert.deepEqual(names(result), ['list one', 'list two']));
  await act(() => change('Product', id, { price: 3 }));
  await waitFor(() => assert.deepEqual(names(result), ['list two', 'list one']));
});

test('a query that is written anew at each render is asked once', async () => {
  const one = shop();
  await stocked('inline', 1);
  const { result, rerender } = following(one, { begins: 'inline' });
  await waitFor(() => assert.deepEqual(names(result), ['inline']));
  const [asked, shown] = [one.count('subscribe'), result.current];
  for (let turn = 0; turn < 5; turn++) rerender({ begins: 'inline' });
  assert.equal(result.current, shown, 'it is the same state');
  await act(() => stocked('inline too', 2));
  await waitFor(() => assert.deepEqual(names(result), ['inline', 'inline too']));
  assert.equal(one.count('subscribe'), asked);
});

test('another query begins anew, and shows nothing of the one before', async () => {
  const one = shop();
  await stocked('first of all', 1);
  await stocked('second of all', 1);
  const { result, rerender } = following(one, { begins: 'first' });
  await waitFor(() => assert.deepEqual(names(result), ['first of all']));
  rerender({ begins: 'second' });
  assert.deepEqual(result.current, { objects: [], error: undefined, isLoading: true });
  await waitFor(() => assert.deepEqual(names(result), ['second of all']));
  assert.equal(one.count('subscribe') - one.count('unsubscribe'), 1, 'one is left');
});

test('what mounts twice under StrictMode watches once, and what unmounts watches nothing', async () => {
  const one = shop();
  await stocked('mounted', 1);
  const { result, unmount } = following(one, { begins: 'mounted' });
  await waitFor(() => assert.deepEqual(names(result), ['mounted']));
  assert.equal(one.count('subscribe') - one.count('unsubscribe'), 1);
  assert.equal(one.client.live.state, 'open');
  unmount();
  await waitFor(() => assert.equal(one.client.live.state, 'idle'));
  assert.equal(one.count('subscribe'), one.count('unsubscribe'));
});

test('a query that is not enabled waits', async () => {
  const one = shop();
  await stocked('waiting', 1);
  const { result, rerender } = following(one, { begins: 'waiting', enabled: false });
  assert.equal(result.current.isLoading, true);
  assert.equal(one.client.live.state, 'idle');
  rerender({ begins: 'waiting', enabled: true });
  await waitFor(() => assert.deepEqual(names(result), ['waiting']));
  rerender({ begins: 'waiting', enabled: false });
  await waitFor(() => assert.equal(one.client.live.state, 'idle'));
});

test('a query that is refused says why', async () => {
  const one = shop();
  const { result } = renderHook(() => useLiveList(one.client.products, { where: { name: { $regex: '(' } } }), {
    wrapper: within(one.client),
  });
  await waitFor(() => assert.ok(result.current.error));
  assert.equal(result.current.isLoading, false);
  assert.equal(result.current.error.code, 'bad-request');
});

test('an object is followed from when there is one to when there is none', async () => {
  const one = shop();
  const id = await stocked('followed', 1);
  const wrapper = within(one.client);
  const { result, rerender } = renderHook(({ id }) => useLiveObject(one.client.products, id, { keys: ['price'] }), {
    initialProps: { id: 'noSuchOne1' },
    wrapper,
  });
  await waitFor(() => assert.deepEqual(result.current, { object: undefined, error: undefined, isLoading: false }));
  rerender({ id });
  await waitFor(() => assert.equal(result.current.object?.price, 1));
  assert.equal(result.current.object.name, undefined);
  await act(() => change('Product', id, { price: 2 }));
  await waitFor(() => assert.equal(result.current.object?.price, 2));
  await act(() => world.backend.master('DELETE', `/classes/Product/${id}`));
  await waitFor(() => assert.deepEqual(result.current, { object: undefined, error: undefined, isLoading: false }));
});

test('another user sees nothing of what the one before has seen', async () => {
  const one = shop();
  const [ana, bo] = [await newcomer(), await newcomer()];
  for (const [{ objectId }, message] of [[ana, 'for ana'], [bo, 'for bo']]) {
    const user = { __type: 'Pointer', className: '_User', objectId };
    await world.backend.master('POST', '/classes/Notification', { user, message });
  }
  const { result } = renderHook(() => useLiveList(one.client.notifications), { wrapper: within(one.client) });
  const messages = () => result.current.objects.map(({ message }) => message);
  await act(() => one.client.auth.logIn(ana));
  await waitFor(() => assert.deepEqual(messages(), ['for ana']));
  await act(() => one.client.auth.logOut());
  assert.deepEqual(messages(), []);
  await act(() => one.client.auth.logIn(bo));
  assert.notDeepEqual(messages(), ['for ana']);
  await waitFor(() => assert.deepEqual(messages(), ['for bo']));
});
