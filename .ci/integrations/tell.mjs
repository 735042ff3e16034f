// Runs the program of a page against a backend of its own, in which one order has a parcel, and compares what it says.
//
// usage: node tell.mjs PROGRAM [ARGUMENT]...    (BACKEND names the backend)

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { APP_ID, startBackend } from '../../tests/conformance/harness/backend.mjs';

const PATIENCE = 60_000;
const [command, ...rest] = process.argv.slice(2);
const expected = await readFile(new URL('transcript.txt', import.meta.url), 'utf8');
const person = { username: 'sam', password: 's3cret', email: 'sam@example.com' };
const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });

const backend = await startBackend(process.env.BACKEND);
let said = '';
try {
  const { objectId } = await backend.master('POST', '/users', person);
  const where = encodeURIComponent(JSON.stringify({ name: 'staff' }));
  const { results } = await backend.master('GET', `/roles?where=${where}`);
  const users = { __op: 'AddRelation', objects: [pointer('_User', objectId)] };
  await backend.master('PUT', `/roles/${results[0].objectId}`, { users });
  const product = await backend.master('POST', '/classes/Product', { name: 'cup', price: 4, stock: 10 });
  const products = [{ product: pointer('Product', product.objectId), quantity: 1 }];
  const order = await backend.master('POST', '/classes/Order', { user: pointer('_User', objectId), products, totalAmount: 4 });
  const parcel = { order: pointer('Order', order.objectId), trackingNumber: 'T1', carrier: 'DHL' };
  await backend.master('POST', '/classes/Shipment', parcel);

  const env = { ...process.env, SERVER_URL: backend.url, APP_ID, NAME: person.username, PASSWORD: person.password, ORDER: order.objectId };
  const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const late = setTimeout(() => child.kill(), PATIENCE);
  for await (const chunk of child.stdout) said += chunk;
  clearTimeout(late);
} finally {
  await backend.stop();
}
if (said !== expected) throw new Error(`it said:\n${said}\nand should have said:\n${expected}`);
