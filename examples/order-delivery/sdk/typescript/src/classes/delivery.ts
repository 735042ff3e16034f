// Delivery: The journey of an order to its customer.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, GeoPoint, Pointer } from '../runtime/index.js';
import type { Order } from './order.js';

/**
 * The journey of an order to its customer.
 */
export interface Delivery extends Stored<'Delivery'> {
  /** What is delivered */
  order: Pointer<Order>;
  /** How far it is, as the courier puts it */
  status: string;
  /** Where it is now */
  location: GeoPoint;
}

/** What it takes to create one. */
export interface NewDelivery extends Storable {
  order: Pointer<Order>;
  status: string;
  location: GeoPoint;
}

/** Changes to one. */
export type DeliveryPatch = Patch<Delivery, NewDelivery>;

/** All of them, as a client knows them. */
export const deliveries = /* @__PURE__ */ defineClass<Delivery, NewDelivery, DeliveryPatch>('Delivery');
