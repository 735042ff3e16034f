// Shipment: A parcel on its way to a customer.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Open, Pointer } from '../runtime/index.js';
import type { Order } from './order.js';

/**
 * A parcel on its way to a customer.
 */
export interface Shipment extends Stored<'Shipment'> {
  /** The order it fulfils */
  order: Pointer<Order>;
  /** The carrier's number for it */
  trackingNumber: string;
  /** Who delivers it */
  carrier: string;
  /** Where the parcel is */
  status: Open<ShipmentStatus>;
}

/** What it takes to create one. */
export interface NewShipment extends Storable {
  order: Pointer<Order>;
  trackingNumber: string;
  carrier: string;
  status?: ShipmentStatus | undefined;
}

/** Changes to one. */
export type ShipmentPatch = Patch<Shipment, NewShipment>;

/**
 * Where the parcel is
 */
export type ShipmentStatus = 'preparing' | 'in-transit' | 'delivered' | 'returned';

/** The values of ShipmentStatus, and which may follow which. */
export const shipmentStatus = /* @__PURE__ */ defineEnum<ShipmentStatus>(['preparing', 'in-transit', 'delivered', 'returned'], {
  'preparing': ['in-transit'],
  'in-transit': ['delivered', 'returned'],
});

/** All of them, as a client knows them. */
export const shipments = /* @__PURE__ */ defineClass<Shipment, NewShipment, ShipmentPatch>('Shipment');
