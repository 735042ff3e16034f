// What type-checks and what must not.

import { QueryClient, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { createClient, createOrderFulfillment, isPointer, orders, products } from 'order-fulfillment-client';
import type { Linked, Order, OrderProduct, Pointer, Product, User } from 'order-fulfillment-client';
import { OrderFulfillmentProvider, useLiveList, useLiveObject, useOrderFulfillment, useUser } from 'order-fulfillment-react';
import { functionsOf, keysOf, queriesOf } from 'order-fulfillment-react/query';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>(): void => {};

const config = { serverURL: 'http://localhost/parse', appId: 'app' };
const whole = createOrderFulfillment(config);
const few = createClient(config, { orders, products });

export const app = <OrderFulfillmentProvider client={whole}>shop</OrderFulfillmentProvider>;
export const smaller = <OrderFulfillmentProvider client={few} />;
// @ts-expect-error: it needs a client
export const none = <OrderFulfillmentProvider />;
// @ts-expect-error: a config is no client
export const wrong = <OrderFulfillmentProvider client={config} />;

export function Hooks() {
  const client = useOrderFulfillment();
  is<Same<typeof client, typeof whole>>();
  const smallerClient = useOrderFulfillment<typeof few>();
  is<Same<typeof smallerClient, typeof few>>();
  // @ts-expect-error: it was made of few classes
  smallerClient.shipments;

  const { user } = useUser();
  is<Same<typeof user, User | undefined>>();

  const plain = useLiveList(client.orders, { where: { status: 'paid' }, order: '-createdAt', limit: 10, enabled: user !== undefined });
  is<Same<typeof plain.objects, readonly Order[]>>();
  is<Same<typeof plain.error, Error | undefined>>();
  // @ts-expect-error: no status is called so
  useLiveList(client.orders, { where: { status: 'payed' } });
  // @ts-expect-error: no field is called so
  useLiveList(client.orders, { order: 'total' });
  // @ts-expect-error: a number leads nowhere
  useLiveList(client.orders, { include: ['totalAmount'] });

  const included = useLiveList(client.orders, { include: ['user'] }).objects[0];
  if (included) is<Same<typeof included.user, User>>();
  const keyed = useLiveList(client.orders, { keys: ['status'] }).objects[0];
  // @ts-expect-error: it was not asked for
  keyed?.totalAmount;

  const { object } = useLiveObject(client.orders, 'anId', { include: ['products.product'] });
  const line = object?.products[0];
  if (line?.product) is<Same<typeof line.product, Product>>();
  const bare: OrderProduct | undefined = useLiveObject(client.orders, 'anId').object?.products[0];
  if (bare?.product && isPointer(bare.product)) bare.product satisfies Pointer<Product>;
  // @ts-expect-error: an object has an id
  useLiveObject(client.orders);

  const of = queriesOf(client.orders);
  const list = useQuery(of.list({ include: ['user'] }));
  if (list.data?.[0]) is<Same<(typeof list.data)[0]['user'], User>>();
  const one = useQuery(of.object('anId', { keys: ['status'] }));
  // @ts-expect-error: it was not asked for
  one.data?.totalAmount;
  const count = useQuery(of.count({ where: { status: 'paid' } }));
  is<Same<typeof count.data, number | undefined>>();
  const selected = useQuery({ ...of.list(), select: orders => orders.length });
  is<Same<typeof selected.data, number | undefined>>();
  const pages = useInfiniteQuery(of.pages({ limit: 10 }));
  const status = pages.data?.pages[0]?.objects[0]?.status;
  status?.toUpperCase();

  const update = useMutation(of.update());
  update.mutate({ objectId: 'anId', patch: { status: 'paid' }, ifUpdatedAt: new Date() });
  // @ts-expect-error: whose it is was set once
  update.mutate({ objectId: 'anId', patch: { user: client.users.ref('another') } });
  const create = useMutation(queriesOf(client.products).create());
  // @ts-expect-error: it has a price
  create.mutate({ name: 'anvil', stock: 1 });
  useMutation(of.delete()).mutate({ objectId: 'anId' });

  const place = useMutation(functionsOf(client).mutation('placeOrder'));
  place.mutate({ items: [{ product: client.products.ref('anId'), quantity: 1 }] });
  is<Same<typeof place.data, Linked<Order> | undefined>>();
  // @ts-expect-error: a line says how many
  place.mutate({ items: [{ product: client.products.ref('anId') }] });
  // @ts-expect-error: there is no such function
  functionsOf(client).mutation('payOrder');
  const answer = useQuery(functionsOf(smallerClient).query('placeOrder', { items: [] }));
  is<Same<typeof answer.data, Linked<Order> | undefined>>();

  const cache = new QueryClient();
  const cached = cache.getQueryData(of.list().queryKey);
  is<Same<typeof cached, Order[] | undefined>>();
  void cache.invalidateQueries({ queryKey: keysOf(client.orders).lists });
  return null;
}
