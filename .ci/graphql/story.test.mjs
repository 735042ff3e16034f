// The story of an order through GraphQL: Ana signs up, buys, and sees her parcel move, also while the server is gone for a
// moment. Strangers see nothing of it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gql } from 'graphql-request';
import { Backend, code } from './server.mjs';

const SIGN_UP = gql`
  mutation SignUp($fields: CreateUserFieldsInput!) {
    signUp(input: { fields: $fields }) {
      viewer { sessionToken user { id objectId username email } }
    }
  }
`;
const CREATE_PRODUCT = gql`
  mutation CreateProduct($fields: CreateProductFieldsInput!) {
    createProduct(input: { fields: $fields, clientMutationId: "p" }) {
      clientMutationId
      product { objectId name price stock }
    }
  }
`;
const PLACE_ORDER = gql`
  mutation PlaceOrder($items: [PlaceOrderItemInput!]!) {
    placeOrder(input: { items: $items }) {
      result { objectId status totalAmount user { username } products { quantity price product { name stock } } }
    }
  }
`;
const CREATE_ORDER = gql`
  mutation CreateOrder($fields: CreateOrderFieldsInput!) {
    createOrder(input: { fields: $fields }) { order { id objectId status totalAmount user { objectId } } }
  }
`;
const UPDATE_ORDER = gql`
  mutation UpdateOrder($id: ID!, $status: OrderStatus!) {
    updateOrder(input: { id: $id, fields: { status: $status } }) { order { objectId status } }
  }
`;
const CREATE_SHIPMENT = gql`
  mutation CreateShipment($fields: CreateShipmentFieldsInput!) {
    createShipment(input: { fields: $fields }) { shipment { objectId status order { status } } }
  }
`;
const UPDATE_SHIPMENT = gql`
  mutation UpdateShipment($id: ID!, $status: ShipmentStatus!) {
    updateShipment(input: { id: $id, fields: { status: $status } }) { shipment { objectId status } }
  }
`;
const TRACK = gql`
  subscription Track($order: ID!, $after: String) {
    shipments(where: { order: { have: { objectId: { equalTo: $order } } } }, after: $after) {
      event
      position
      node { objectId status trackingNumber order { objectId status } }
      original { status }
    }
  }
`;

let backend, ana, bob, product;

/** Somebody who has signed up. */
async function person(username) {
  const fields = { username, email: `${username}@example.com`, password: `${username}'s password` };
  const { signUp: { viewer } } = await backend.client().request(SIGN_UP, { fields });
  assert.equal(viewer.user.username, username);
  return { ...viewer.user, token: viewer.sessionToken, client: backend.as(viewer.sessionToken) };
}

/** The events of a subscription, as they come. */
function listen(socket, query, variables) {
  const events = socket.iterate({ query, variables });
  return {
    async next(field) {
      const { value, done } = await events.next();
      assert.ok(!done, 'the subscription has ended');
      assert.equal(value.errors, undefined, JSON.stringify(value.errors));
      return value.data[field];
    },
    end: () => events.return(),
  };
}

before(async () => {
  backend = await Backend.start();
  ana = await person('ana');
  bob = await person('bob');
  const fields = { name: 'anvil', price: 90, stock: 5, sku: 'SKU-1' };
  const created = await backend.master.request(CREATE_PRODUCT, { fields });
  assert.equal(created.createProduct.clientMutationId, 'p');
  product = created.createProduct.product;
});

after(() => backend?.stop());

test('a user signs in and out', async () => {
  const login = gql`mutation($password: String!) {
    logIn(input: { username: "bob", password: $password }) { viewer { sessionToken user { objectId email } } }
  }`;
  const { logIn: { viewer } } = await backend.client().request(login, { password: "bob's password" });
  assert.equal(viewer.user.objectId, bob.objectId);
  const again = backend.as(viewer.sessionToken);
  const me = await again.request(gql`{ viewer { user { username } } }`);
  assert.equal(me.viewer.user.username, 'bob');
  const out = await again.request(gql`mutation { logOut(input: {}) { ok } }`);
  assert.equal(out.logOut.ok, true);
  await assert.rejects(again.request(gql`{ viewer { user { username } } }`));
  await assert.rejects(backend.client().request(login, { password: 'wrong' }), code(101));
});

test('an order is placed by a function, which takes the stock', async () => {
  const items = [{ product: product.objectId, quantity: 2 }];
  const { placeOrder: { result } } = await ana.client.request(PLACE_ORDER, { items });
  assert.equal(result.status, 'PENDING');
  assert.equal(result.totalAmount, 180);
  assert.equal(result.user.username, 'ana');
  assert.deepEqual(result.products, [{ quantity: 2, price: 90, product: { name: 'anvil', stock: 3 } }]);
  const many = [{ product: product.objectId, quantity: 4 }];
  await assert.rejects(ana.client.request(PLACE_ORDER, { items: many }));
  await assert.rejects(backend.client().request(PLACE_ORDER, { items }), code(142));
  const cloud = gql`mutation($params: Object) {
    callCloudCode(input: { functionName: placeOrder, params: $params }) { result }
  }`;
  const pointer = { __type: 'Pointer', className: 'Product', objectId: product.objectId };
  const params = { items: [{ product: pointer, quantity: 1 }] };
  const called = await ana.client.request(cloud, { params });
  assert.equal(called.callCloudCode.result.className, 'Order');
});

test('a shipment is tracked live, over a server that is gone for a moment', async () => {
  const fields = { user: { link: ana.id }, products: [{ sku: 'SKU-1', quantity: 1, price: 90 }], totalAmount: 90 };
  const { createOrder: { order } } = await ana.client.request(CREATE_ORDER, { fields });
  assert.equal(order.status, 'PENDING');
  assert.equal(order.user.objectId, ana.objectId);

  const session = { 'X-Parse-Session-Token': ana.token };
  let socket = backend.socket(session);
  let shipments = listen(socket, TRACK, { order: order.objectId, after: '' });
  assert.equal((await shipments.next('shipments')).event, 'OPEN');

  const { createShipment: { shipment } } = await backend.master.request(CREATE_SHIPMENT, {
    fields: { order: { link: order.id }, trackingNumber: 'T-1', carrier: 'Acme' },
  });
  assert.equal(shipment.status, 'PREPARING');
  const created = await shipments.next('shipments');
  assert.equal(created.event, 'CREATE');
  assert.deepEqual(created.node, {
    objectId: shipment.objectId, status: 'PREPARING', trackingNumber: 'T-1',
    order: { objectId: order.objectId, status: 'PENDING' },
  });

  const move = status => backend.master.request(UPDATE_SHIPMENT, { id: shipment.objectId, status });
  await move('IN_TRANSIT');
  const moved = await shipments.next('shipments');
  assert.deepEqual([moved.event, moved.original.status, moved.node.status], ['UPDATE', 'PREPARING', 'IN_TRANSIT']);
  await shipments.end();
  await socket.dispose();

  // What happens while she is away, she is told when she is back.
  await move('DELIVERED');
  await backend.kill();
  await backend.run();
  socket = backend.socket(session);
  shipments = listen(socket, TRACK, { order: order.objectId, after: moved.position });
  assert.equal((await shipments.next('shipments')).event, 'OPEN');
  const missed = await shipments.next('shipments');
  assert.deepEqual([missed.event, missed.node.status], ['UPDATE', 'DELIVERED']);
  await shipments.end();
  await socket.dispose();
});

test('a delivery takes no step that its schema does not know', async () => {
  const items = [{ product: product.objectId, quantity: 1 }];
  const { placeOrder: { result } } = await ana.client.request(PLACE_ORDER, { items });
  await assert.rejects(backend.master.request(UPDATE_ORDER, { id: result.objectId, status: 'DELIVERED' }), code(142));
  const paid = await backend.master.request(UPDATE_ORDER, { id: result.objectId, status: 'PAID' });
  assert.equal(paid.updateOrder.order.status, 'PAID');
});

test('strangers are kept out', async () => {
  const fields = { user: { link: ana.objectId }, products: [{ sku: 'SKU-1', quantity: 1 }], totalAmount: 1 };
  const { createOrder: { order } } = await ana.client.request(CREATE_ORDER, { fields });
  await assert.rejects(bob.client.request(CREATE_ORDER, { fields }), code(119));
  await assert.rejects(backend.client().request(CREATE_ORDER, { fields }), code(119));
  const read = gql`query($id: ID!) { order(id: $id) { status } }`;
  await assert.rejects(bob.client.request(read, { id: order.id }), code(101));
  await assert.rejects(bob.client.request(UPDATE_ORDER, { id: order.id, status: 'CANCELLED' }), code(101));
  const remove = gql`mutation($id: ID!) { deleteOrder(input: { id: $id }) { order { objectId } } }`;
  await assert.rejects(bob.client.request(remove, { id: order.id }), code(101));

  // Bob listens for the same, and is told of none of it.
  const socket = backend.socket({ 'X-Parse-Session-Token': bob.token });
  const query = gql`subscription { orders(after: "") { event node { objectId } } }`;
  const orders = listen(socket, query);
  assert.equal((await orders.next('orders')).event, 'OPEN');
  await ana.client.request(UPDATE_ORDER, { id: order.id, status: 'CANCELLED' });
  const own = { ...fields, user: { link: bob.objectId } };
  const { createOrder } = await bob.client.request(CREATE_ORDER, { fields: own });
  const told = await orders.next('orders');
  assert.deepEqual([told.event, told.node.objectId], ['CREATE', createOrder.order.objectId]);
  await orders.end();
  await socket.dispose();
});

test('nobody speaks on a socket who does not know the keys', async () => {
  const closed = headers => new Promise(resolve => {
    const socket = backend.socket(headers, { retryAttempts: 0, lazy: false, onNonLazyError: () => {} });
    socket.on('closed', event => resolve(event.code));
  });
  assert.equal(await closed({ 'X-Parse-Application-Id': 'another' }), 4403);
  assert.equal(await closed({ 'X-Parse-Master-Key': 'wrong' }), 4403);
  assert.equal(await closed({ 'X-Parse-Session-Token': 'r:0' }), 4403);
});

test('a session that ends takes its subscriptions along', async () => {
  const eve = await person('eve');
  const socket = backend.socket({ 'X-Parse-Session-Token': eve.token });
  const events = socket.iterate({ query: 'subscription { orders(after: "") { event } }' });
  assert.equal((await events.next()).value.data.orders.event, 'OPEN');
  await eve.client.request(gql`mutation { logOut(input: {}) { ok } }`);
  const { value } = await events.next();
  assert.equal(value.errors[0].extensions.code, 209);
  assert.equal((await events.next()).done, true);
  await socket.dispose();
});

test('a repeat of a request is given its first answer', async () => {
  const fields = { user: { link: ana.objectId }, products: [{ sku: 'SKU-1', quantity: 1 }], totalAmount: 7 };
  const once = () => ana.client.request(CREATE_ORDER, { fields }, { 'Idempotency-Key': 'a-key-that-nobody-guesses' });
  const first = await once();
  const second = await once();
  assert.equal(second.createOrder.order.objectId, first.createOrder.order.objectId);
});
