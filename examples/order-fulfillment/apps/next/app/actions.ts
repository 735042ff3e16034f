'use server';
// What people do here. Each is called by a form, in the session of its cookie.

import { revalidatePath } from 'next/cache';
import { products, type ShipmentStatus } from 'order-fulfillment-client';
import { shop } from './shop';

export const signIn = shop.action(async (client, _last: unknown, form: FormData) => {
  await client.auth.logIn({ username: String(form.get('username')), password: String(form.get('password')) });
  revalidatePath('/', 'layout');
});

export const signOut = shop.formAction(async client => {
  await client.auth.logOut();
  revalidatePath('/', 'layout');
});

/** The key was made when the button was shown: pressed twice, it orders once. */
export const placeOrder = shop.action(async (client, product: string, idempotencyKey: string) => {
  await client.functions.placeOrder({ items: [{ product: products.ref(product), quantity: 1 }] }, { idempotencyKey });
  revalidatePath('/');
});

/** `updatedAt` is what the page has shown: whoever marks a shipment has seen what it is marked after. */
export const markShipment = shop.action(async (client, id: string, updatedAt: Date, status: ShipmentStatus) => {
  await client.shipments.update(id, { status }, { ifUpdatedAt: updatedAt });
  revalidatePath('/orders/[id]', 'page');
});
