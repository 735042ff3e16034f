// What a hook gives is typed by its query.

import { createOrderFulfillment, type OutboxEntry, type Updated, type Shipment, type User } from 'order-fulfillment-client';
import { Offline, useCachedList, useCachedObject, useOrderFulfillment, useOutbox } from 'order-fulfillment-react-native';

const isUser = (_: User | undefined) => {};
const isDate = (_: Date | undefined) => {};

export function useTypes() {
  const client = useOrderFulfillment();
  const { objects } = useCachedList(client.orders, { include: ['user'], where: { status: 'paid' }, order: '-createdAt' });
  isUser(objects[0]?.user);
  const few = useCachedList(client.orders, { keys: ['status'] }).objects[0];
  isDate(few?.createdAt);
  // @ts-expect-error -- it was not asked for
  few?.totalAmount;
  isUser(useCachedObject(client.orders, 'id', { include: ['user'] }).object?.user);
  // @ts-expect-error -- a Pointer is followed where `include` says so
  isUser(useCachedObject(client.orders, 'id').object?.user);
  // @ts-expect-error -- no such field
  useCachedList(client.orders, { include: ['customer'] });
  // @ts-expect-error -- no such value
  useCachedList(client.orders, { where: { status: 'sent' } });
  // @ts-expect-error -- what is shown is not for changing
  objects.push(objects[0]!);
}

export async function useWrites() {
  const client = useOrderFulfillment();
  const { write } = useOutbox();
  const written = await write(client.shipments.prepare.update('id', { status: 'delivered' }));
  // @ts-expect-error -- it may wait
  written.value;
  if (!written.isWaiting) ((_: Updated<Shipment>) => {})(written.value);
}

const client = createOrderFulfillment({ serverURL: '', appId: '' });
const storage = new Map<string, string>();
export const offline = new Offline(client, {
  storage: {
    getItem: async key => storage.get(key) ?? null,
    setItem: async (key, value) => void storage.set(key, value),
    removeItem: async key => void storage.delete(key),
    getAllKeys: async () => [...storage.keys()],
  },
  onConflict: (entry: OutboxEntry) => ({ merge: entry.body }),
});
// @ts-expect-error -- a store that is not asynchronous
new Offline(client, { storage: localStorage });
