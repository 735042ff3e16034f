// What the types of the composables allow, and what they do not.

import { type Ref, type ShallowRef, computed, createApp, ref } from 'vue';
import { type Order, type OrderStatus, type Pointer, type Shipment, type User, createClient, createOrderFulfillment, orders } from 'order-fulfillment-client';
import {
  createOrderFulfillmentPlugin,
  provideOrderFulfillment,
  useAction,
  useLiveList,
  useLiveObject,
  useOrderFulfillment,
  useUser,
} from 'order-fulfillment-vue';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>() => {};

const config = { serverURL: 'http://localhost:1337/parse', appId: 'app' };

export function clients() {
  const app = createApp({});
  app.use(createOrderFulfillmentPlugin(createOrderFulfillment(config)));
  const some = createClient(config, { orders });
  app.use(createOrderFulfillmentPlugin(some));
  provideOrderFulfillment(some);
  // @ts-expect-error no client
  createOrderFulfillmentPlugin({});
  useOrderFulfillment().products;
  const part = useOrderFulfillment<typeof some>();
  useLiveList(part.orders);
  // @ts-expect-error a class that this client was not given
  part.products;
}

export function people() {
  const { user } = useUser();
  holds<Equal<(typeof user)['value'], User | undefined>>();
  // @ts-expect-error nobody else says who is signed in
  user.value = undefined;
}

const shop = useOrderFulfillment();

export function lists(status: Ref<OrderStatus>) {
  const plain = useLiveList(shop.orders);
  holds<Equal<(typeof plain.objects)['value'], readonly Order[]>>();
  // @ts-expect-error a list that was told is not changed
  plain.objects.value.push();
  // @ts-expect-error nor replaced
  plain.objects.value = [];
  holds<Equal<(typeof plain.isLoading)['value'], boolean>>();
  holds<Equal<(typeof plain.error)['value'], Error | undefined>>();

  const written = useLiveList(shop.orders, { where: { status: 'paid' }, order: '-createdAt', include: ['user'] });
  holds<Equal<(typeof written.objects.value)[number]['user']['username'], string>>();
  const got = useLiveList(shop.orders, () => ({ where: { status: status.value }, order: ['status', '-createdAt'], include: ['user'] }));
  holds<Equal<(typeof got.objects.value)[number]['user'], User>>();
  const worked = useLiveList(shop.orders, computed(() => ({ where: { status: status.value }, include: ['products.product'] as const })));
  worked.objects.value[0]?.products[0]?.product?.name.length;
  holds<Equal<(typeof worked.objects.value)[number]['user'], Pointer<User>>>();
  const none = useLiveList(shop.shipments, () => (status.value === 'paid' ? { include: ['order', 'order.user'] } : undefined));
  holds<Equal<(typeof none.objects.value)[number]['order']['user']['email'], string>>();
  const kept = useLiveList(shop.orders, ref({ where: { totalAmount: { $gte: 10 } } }));
  holds<Equal<(typeof kept.objects)['value'], readonly Order[]>>();

  const keyed = useLiveList(shop.products, () => ({ keys: ['name'] }));
  holds<Equal<(typeof keyed.objects.value)[number]['name'], string>>();
  // @ts-expect-error a field that was not asked for
  keyed.objects.value[0]?.price;

  // @ts-expect-error no such field
  useLiveList(shop.orders, { where: { colour: 'red' } });
  // @ts-expect-error no such value
  useLiveList(shop.orders, () => ({ where: { status: 'lost' } }));
  // @ts-expect-error no such field to sort by
  useLiveList(shop.orders, { order: '-colour' });
  // @ts-expect-error no Pointer
  useLiveList(shop.orders, () => ({ include: ['status'] }));
  // @ts-expect-error the scope ends it, no signal
  useLiveList(shop.orders, { signal: AbortSignal.abort() });
  // @ts-expect-error no collection
  useLiveList(orders);
}

export function objects(id: Ref<string | undefined>, props: { readonly id: string }) {
  const plain = useLiveObject(shop.shipments, props.id);
  holds<Equal<(typeof plain.object)['value'], Shipment | undefined>>();
  const followed = useLiveObject(shop.shipments, id, { include: ['order'] });
  holds<Equal<NonNullable<(typeof followed.object)['value']>['order']['totalAmount'], number>>();
  const got = useLiveObject(shop.shipments, () => props.id, () => ({ include: ['order'], keys: ['order', 'status'] }));
  got.object.value?.order.status;
  // @ts-expect-error a field that was not asked for
  got.object.value?.carrier;
  // @ts-expect-error no Pointer
  useLiveObject(shop.shipments, id, { include: ['carrier'] });
  // @ts-expect-error not by a number
  useLiveObject(shop.shipments, 1);
}

export async function actions() {
  const { run, isPending, error } = useAction((to: OrderStatus, at: Date) => shop.orders.update('id', { status: to }, { ifUpdatedAt: at }));
  const done = await run('paid', new Date());
  holds<Equal<NonNullable<typeof done>['updatedAt'], Date>>();
  const pending: Readonly<ShallowRef<boolean>> = isPending;
  if (error.value?.code === 'rate-limited') error.value.retryAfter;
  // @ts-expect-error no such value
  await run('lost', new Date());
  // @ts-expect-error it may have failed
  done.updatedAt;
  return pending;
}
