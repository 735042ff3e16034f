// One order and its parcel, as they become.

import { isPointer, shipmentStatus, type Shipment } from 'order-fulfillment-client';
import { useMutation } from '@tanstack/react-query';
import { useLiveList, useLiveObject } from 'order-fulfillment-react';
import { queriesOf } from 'order-fulfillment-react/query';
import { Alert } from './Alert.js';
import { useShop } from './shop.js';

export function Order({ id }: { id: string }) {
  const shop = useShop();
  const { object: order, error, isLoading } = useLiveObject(shop.orders, id, { include: ['products.product'] });
  const shipments = useLiveList(shop.shipments, { where: { order: shop.orders.ref(id) } });

  return (
    <>
      <h1>Order {id}</h1>
      <p>
        <a href="#/">All orders</a>
      </p>
      <Alert error={error ?? shipments.error} />
      {isLoading && <p>Loading…</p>}
      {!isLoading && !error && !order && <p>There is no such order</p>}
      {order && (
        <>
          <p>
            {order.status}, {order.totalAmount}
          </p>
          <ul>
            {order.products.map(({ product, sku, quantity }, line) => (
              <li key={line}>
                {quantity} × {product && !isPointer(product) ? product.name : sku}
              </li>
            ))}
          </ul>
          <h2>Shipment</h2>
          {shipments.objects.map(shipment => <Tracking key={shipment.objectId} shipment={shipment} />)}
          {!shipments.isLoading && shipments.objects.length === 0 && <p>Not shipped yet</p>}
        </>
      )}
    </>
  );
}

function Tracking({ shipment: { objectId, carrier, trackingNumber, status, updatedAt } }: { shipment: Shipment }) {
  const shop = useShop();
  const mark = useMutation(queriesOf(shop.shipments).update());

  return (
    <>
      <p>
        {carrier} {trackingNumber}: <span role="status">{status}</span>
      </p>
      {shipmentStatus.next(status).map(next => (
        // Only if it is still as it is shown.
        <button
          key={next}
          disabled={mark.isPending}
          onClick={() => mark.mutate({ objectId, patch: { status: next }, ifUpdatedAt: updatedAt })}
        >
          Mark as {next}
        </button>
      ))}
      <Alert error={mark.error} />
    </>
  );
}
