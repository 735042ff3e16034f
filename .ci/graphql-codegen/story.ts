// The order story of the worked example in the types that come of its operations: this is compiled, not run.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  ListShipmentsByOrderDocument,
  PlaceOrderDocument,
  UpdateShipmentDocument,
  WatchShipmentsByOrderDocument,
} from './generated/order-fulfillment/graphql';

declare function ask<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result>;
declare function watch<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): AsyncIterable<Result>;

export async function placeAndTrack(product: string): Promise<void> {
  const placed = await ask(PlaceOrderDocument, { input: { items: [{ product, quantity: 2 }] } });
  const order = placed.placeOrder?.result;
  if (!order) return;
  for await (const { shipments } of watch(WatchShipmentsByOrderDocument, { id: order.id, after: '' })) {
    if (shipments.event === 'REQUERY') await ask(ListShipmentsByOrderDocument, { id: order.id });
    if (shipments.node?.status === 'DELIVERED') break;
  }
}

type Status = 'PREPARING' | 'IN_TRANSIT' | 'DELIVERED' | 'RETURNED';

/** `null` where the stored value is none that the schema knows by now. */
export async function send(shipment: string): Promise<Status | null | undefined> {
  const sent = await ask(UpdateShipmentDocument, { id: shipment, fields: { status: 'IN_TRANSIT' } });
  return sent.updateShipment?.shipment?.status;
}

// @ts-expect-error an item without its quantity
void ask(PlaceOrderDocument, { input: { items: [{ product: 'p' }] } });
// @ts-expect-error a status of another class
void ask(UpdateShipmentDocument, { id: 's', fields: { status: 'PAID' } });
