// What the compiler knows of actions and of what is live, and what it refuses.

import { orders, shipments, type ShipmentStatus } from 'order-fulfillment-client';
import { createOrderFulfillmentServer, liveURL, type ActionResult } from 'order-fulfillment-next';
import { LiveRefresh } from 'order-fulfillment-next/client';
import type { NextRequest } from 'next/server';
import { useActionState } from 'react';

const server = createOrderFulfillmentServer({ serverURL: 'http://localhost:1337/parse', appId: 'app' });

const total = server.action(async (client, id: string) => (await client.orders.get(id)).totalAmount);
const mark = server.action(async (client, id: string, status: ShipmentStatus, _last: unknown, form: FormData) => {
  await client.shipments.update(id, { status }, { ifUpdatedAt: new Date(String(form.get('updatedAt'))) });
  return id;
});
const signOut = server.formAction(async client => client.auth.logOut());

export async function results() {
  const result: ActionResult<number> = await total('id');
  if (!result.ok) return [result.code, result.fieldErrors?.['status']];
  // @ts-expect-error a success has no code
  console.log(result.code);
  // @ts-expect-error it takes a text
  await total(1);
  const user = await server.user();
  // @ts-expect-error nobody may be signed in
  console.log(user.username);
  return [result.value.toFixed(2), user?.address];
}

/** In `proxy.ts` there is no `cookies()`. */
export async function proxy(request: NextRequest) {
  const client = await server.client(request.cookies);
  return client.auth.token();
}

export function Forms() {
  const [result, submit] = useActionState(mark.bind(null, 'id', 'delivered'), undefined);
  // @ts-expect-error there is no such status
  mark.bind(null, 'id', 'lost');
  return (
    <>
      <form action={submit}>{result?.ok && result.value.toUpperCase()}</form>
      <form action={signOut} />
      {/* @ts-expect-error what became of it would be lost */}
      <form action={total} />
      <LiveRefresh url={liveURL(shipments, { where: { order: orders.ref('id'), status: { $ne: 'delivered' } }, watch: ['status'] })} />
    </>
  );
}

// @ts-expect-error there is no such field
liveURL(shipments, { where: { colour: 'red' } });
// @ts-expect-error nor to be watched
liveURL(shipments, { watch: ['colour'] });
// @ts-expect-error only values of the enum
liveURL(orders, { where: { status: 'lost' } });
