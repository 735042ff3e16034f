// The options for TanStack Query.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
// There has to be a document before TanStack Query looks for one.
import { act, change, h, newcomer, renderHook, shop, stocked, waitFor, within } from './room.mjs';
import { QueryClient, QueryClientProvider, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { functionsOf, queriesOf, useInvalidation } from 'order-fulfillment-react/query';

let one, cache, wrapper;

beforeEach(() => {
  one = shop();
  // What it would forget by itself later would keep the program running until then.
  cache = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity }, mutations: { gcTime: Infinity } } });
  const Inner = within(one.client);
  wrapper = ({ children }) => h(QueryClientProvider, { client: cache }, h(Inner, null, children));
});

const beginning = name => ({ where: { name: { $regex: `^${name}` } }, order: 'name' });

test('a list, an object and a count are found, each under its key', async () => {
  const id = await stocked('found', 2);
  const products = queriesOf(one.client.products);
  const { result } = renderHook(
    () => [
      useQuery(products.list(beginning('found'))).data?.map(({ name }) => name),
      useQuery(products.object(id)).data?.price,
      useQuery(products.count(beginning('found'))).data,
    ],
    { wrapper },
  );
  await waitFor(() => assert.deepEqual(result.current, [['found'], 2, 1]));
  assert.deepEqual(cache.getQueryData(products.object(id).queryKey).name, 'found');
  assert.equal(cache.getQueriesData({ queryKey: products.keys.all }).length, 3);
  assert.equal(cache.getQueriesData({ queryKey: products.keys.object(id) }).length, 1);
});

test('pages follow each other', async () => {
  for (const letter of 'abc') await stocked(`page ${letter}`);
  const options = queriesOf(one.client.products).pages({ ...beginning('page'), limit: 2 });
  const { result } = renderHook(() => useInfiniteQuery(options), { wrapper });
  const names = () => result.current.data?.pages.map(({ objects }) => objects.map(({ name }) => name));
  await waitFor(() => assert.deepEqual(names(), [['page a', 'page b']]));
  assert.equal(result.current.hasNextPage, true);
  await act(() => result.current.fetchNextPage());
  await waitFor(() => assert.deepEqual(names(), [['page a', 'page b'], ['page c']]));
  assert.equal(result.current.hasNextPage, false);
});

test('what is not there fails at once, with the error of the client', async () => {
  const { result } = renderHook(() => useQuery(queriesOf(one.client.products).object('noSuchOne1')), { wrapper });
  await waitFor(() => assert.equal(result.current.error?.code, 'not-found'));
  assert.equal(result.current.failureCount, 1);
});

test('a query that nobody waits for any more is given up', async () => {
  let state = 'not asked';
  const fetch = (_, { signal }) => {
    state = 'asked';
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error((state = 'given up')))));
  };
  one = shop({ fetch });
  const { unmount } = renderHook(() => useQuery(queriesOf(one.client.products).list()), { wrapper });
  await waitFor(() => assert.equal(state, 'asked'));
  unmount();
  await waitFor(() => assert.equal(state, 'given up'));
});

test('after a write everything of the class is asked for again', async () => {
  const { client } = one;
  const products = queriesOf(client.products);
  const person = { username: 'writer', password: 'secret', email: 'writer@example.com' };
  await client.auth.signUp(person);
  const users = queriesOf(client.users);
  const id = client.auth.user.objectId;
  const { result } = renderHook(
    () => ({ user: useQuery(users.object(id)), count: useQuery(products.count()), update: useMutation(users.update()) }),
    { wrapper },
  );
  await waitFor(() => assert.ok(result.current.user.data && result.current.count.isSuccess));
  const counted = result.current.count.dataUpdatedAt;
  await act(() => result.current.update.mutateAsync({ objectId: id, patch: { address: 'Elm Street 1' } }));
  await waitFor(() => assert.equal(result.current.user.data.address, 'Elm Street 1'));
  assert.equal(result.current.count.dataUpdatedAt, counted, 'what is of another class stays');
  const late = { objectId: id, patch: { address: 'Elm Street 2' }, ifUpdatedAt: new Date(0) };
  await act(() => assert.rejects(result.current.update.mutateAsync(late), { code: 'conflict' }));
});

test('a function is called', async () => {
  const { client } = one;
  const id = await stocked('called', 4);
  await client.auth.logIn(await newcomer());
  const { result } = renderHook(() => useMutation(functionsOf(client).mutation('placeOrder')), { wrapper });
  await act(() => result.current.mutateAsync({ items: [{ product: client.products.ref(id), quantity: 2 }] }));
  await waitFor(async () => assert.equal((await client.orders.get(result.current.data.objectId)).totalAmount, 8));
  const { result: asked } = renderHook(() => useQuery(functionsOf(client).query('placeOrder', { items: [] })), { wrapper });
  await waitFor(() => assert.equal(asked.current.error?.code, 'validation'));
});

test('what others change is asked for again', async () => {
  const id = await stocked('watched', 1);
  const products = queriesOf(one.client.products);
  const { result, unmount } = renderHook(
    () => {
      useInvalidation(one.client.products, { where: { name: 'watched' } });
      return useQuery(products.object(id)).data?.price;
    },
    { wrapper },
  );
  await waitFor(() => assert.equal(result.current, 1));
  await waitFor(() => assert.equal(one.count('subscribe') - one.count('unsubscribe'), 1));
  await act(() => change('Product', id, { price: 2 }));
  await waitFor(() => assert.equal(result.current, 2));
  unmount();
  await waitFor(() => assert.equal(one.client.live.state, 'idle'));
});
