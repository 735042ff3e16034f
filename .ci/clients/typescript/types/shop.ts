// What the types of a client allow, and what they do not.

import {
  Outbox,
  createClient,
  createOrderFulfillment,
  isBackendError,
  isPointer,
  op,
  orderStatus,
  orders,
  products,
  webStorage,
} from 'order-fulfillment-client';
import type { NewOrder, Order, OrderStatus, Pointer, User } from 'order-fulfillment-client';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>() => {};

const shop = createOrderFulfillment({ serverURL: 'http://localhost:1337/parse', appId: 'app', storage: webStorage(localStorage) });

export async function objects(id: string) {
  const line = { product: shop.products.ref('p'), quantity: 1 };
  const order = await shop.orders.create({ user: shop.users.ref('u'), products: [line], totalAmount: 1 });
  holds<Equal<typeof order, Order>>();
  // @ts-expect-error a required field
  await shop.orders.create({ user: shop.users.ref('u'), products: [line] });
  // @ts-expect-error a Pointer to another class
  await shop.orders.create({ user: shop.products.ref('u'), products: [line], totalAmount: 1 });
  // @ts-expect-error a value that the enum does not have
  await shop.orders.create({ user: shop.users.ref('u'), products: [line], totalAmount: 1, status: 'lost' });
  // @ts-expect-error no such field
  await shop.products.create({ name: 'x', price: 1, stock: 1, colour: 'red' });

  const changed = await shop.products.update(id, { stock: op.increment(-1), sku: op.unset() }, { ifUpdatedAt: order.updatedAt });
  holds<Equal<typeof changed.updatedAt, Date>>();
  holds<Equal<typeof changed.stock, number | undefined>>();
  await shop.orders.update(id, { status: 'paid', products: op.add(line) });
  // @ts-expect-error a field that is set once
  await shop.orders.update(id, { user: shop.users.ref('u') });
  // @ts-expect-error what must be there cannot be unset
  await shop.products.update(id, { name: op.unset() });
  // @ts-expect-error an increment is for Numbers
  await shop.products.update(id, { name: op.increment() });
  // @ts-expect-error elements of another type
  await shop.orders.update(id, { products: op.add('x') });

  const user = await shop.users.get(id);
  // @ts-expect-error a password is never read
  user.password;
}

export async function queries() {
  const all = await shop.orders.find({ where: { status: { $in: ['paid', 'shipped'] }, totalAmount: { $gte: 10 } }, order: '-createdAt' });
  holds<Equal<typeof all, Order[]>>();
  await shop.orders.find({ where: { $or: [{ status: 'paid' }, { createdAt: { $lt: new Date() } }], 'products.sku': 'x' } });
  await shop.shipments.find({ where: { order: { $inQuery: orders.matching({ status: 'paid' }) } } });
  // @ts-expect-error no such field
  await shop.orders.find({ where: { colour: 'red' } });
  // @ts-expect-error no such value
  await shop.orders.find({ where: { status: 'lost' } });
  // @ts-expect-error a Number is not text
  await shop.orders.find({ where: { totalAmount: { $gte: '10' } } });
  // @ts-expect-error a query of another class
  await shop.shipments.find({ where: { order: { $inQuery: products.matching({ name: 'x' }) } } });
  // @ts-expect-error no such field to sort by
  await shop.orders.find({ order: '-colour' });

  const [keyed] = await shop.products.find({ keys: ['name'] });
  keyed?.name.length;
  // @ts-expect-error a field that was not asked for
  keyed?.price;
}

export async function includes(id: string) {
  const plain = await shop.orders.get(id);
  holds<Equal<typeof plain.user, Pointer<User>>>();
  // @ts-expect-error a Pointer has no name
  plain.user.username;
  const order = await shop.orders.get(id, { include: ['user', 'products.product'] });
  holds<Equal<typeof order.user.username, string>>();
  holds<Equal<(typeof order.products)[number]['quantity'], number>>();
  order.products[0]?.product?.name.length;
  const shipment = await shop.shipments.get(id, { include: ['order', 'order.user'] });
  shipment.order.user.email.length;
  const half = await shop.shipments.get(id, { include: ['order'] });
  half.order.totalAmount.toFixed();
  // @ts-expect-error the order's user is still a Pointer
  half.order.user.email;
  // @ts-expect-error no Pointer
  await shop.orders.get(id, { include: ['status'] });
  // @ts-expect-error no such Pointer at the other end
  await shop.shipments.get(id, { include: ['order.product'] });
}

export function enums(order: Order, wanted: OrderStatus) {
  // Open for reading: what a newer server says is text.
  const status: string = order.status;
  if (orderStatus.is(status)) holds<Equal<typeof status, OrderStatus>>();
  // @ts-expect-error closed for writing
  const fresh: NewOrder['status'] = order.status;
  orderStatus.canTransition(order.status, wanted);
  // @ts-expect-error no such value
  orderStatus.canTransition(order.status, 'lost');
  return fresh;
}

export async function calls() {
  const placed = await shop.functions.placeOrder({ items: [{ product: shop.products.ref('p'), quantity: 1 }] });
  const total = isPointer(placed) ? 0 : placed.totalAmount;
  // @ts-expect-error a parameter of another type
  await shop.functions.placeOrder({ items: [{ product: shop.products.ref('p'), quantity: '1' }] });
  // @ts-expect-error no such function
  await shop.functions.placeOrders();
  const { prepare } = shop.products;
  const [made, gone] = await shop.batch([prepare.create({ name: 'x', price: 1, stock: 1 }), prepare.delete('y')], { transaction: true });
  holds<Equal<typeof gone, void>>();
  const [perhaps] = await shop.batch([prepare.create({ name: 'x', price: 1, stock: 1 })]);
  // @ts-expect-error it may have failed
  perhaps.value;
  return [total, made.name, perhaps.ok && perhaps.value.name];
}

export async function errors(id: string) {
  try {
    await shop.orders.update(id, { status: 'paid' }, { ifUpdatedAt: new Date() });
  } catch (error) {
    if (!isBackendError(error)) throw error;
    switch (error.code) {
      case 'conflict':
        return error.status;
      case 'rate-limited':
        return error.retryAfter;
      // @ts-expect-error no such code
      case 'lost':
        return;
      default:
        return error.requestId;
    }
  }
  return undefined;
}

export async function live(signal: AbortSignal) {
  for await (const event of shop.shipments.watch({ where: { order: shop.orders.ref('o') }, include: ['order'], signal })) {
    if (event.object.order.status === 'delivered' && event.type !== 'delete') break;
    // @ts-expect-error no such field
    event.object.colour;
  }
  for await (const list of shop.orders.watchList({ order: '-createdAt', limit: 10 })) {
    list[0]?.totalAmount.toFixed();
    // @ts-expect-error a list that was told is not changed
    list.push();
  }
}

export async function accounts() {
  const user = await shop.auth.signUp({ username: 'ana', password: 's', email: 'a@example.com' });
  holds<Equal<typeof user, User>>();
  // @ts-expect-error a password is required
  await shop.auth.signUp({ username: 'ana', email: 'a@example.com' });
  await shop.auth.logIn({ email: 'a@example.com', password: 's' });
  // @ts-expect-error without a password
  await shop.auth.logIn({ username: 'ana' });
}

export async function part(id: string) {
  const client = createClient({ serverURL: 'http://localhost:1337/parse', appId: 'app' }, { orders });
  const order = await client.orders.get(id);
  holds<Equal<typeof order, Order>>();
  // @ts-expect-error a class that this client was not given
  client.products;
  const outbox = new Outbox(client);
  await outbox.add(client.orders.prepare.update('o', { status: 'paid' }));
}
