// One order and its parcel, as they become.

import { isPointer, shipmentStatus, type Shipment, type ShipmentStatus } from 'order-fulfillment-client';
import { useCachedList, useCachedObject, useOutbox } from 'order-fulfillment-react-native';
import { useState } from 'react';
import { ScrollView, Text, View } from 'react-native';
import { Alert, Button, Earlier, Heading, styles } from './parts';
import { useShop } from './shop';

export function Order({ id, close }: { id: string; close: () => void }) {
  const shop = useShop();
  const { object: order, fromCache, error, isLoading } = useCachedObject(shop.orders, id, { include: ['products.product'] });
  const shipments = useCachedList(shop.shipments, { where: { order: shop.orders.ref(id) } });

  return (
    <ScrollView>
      <Heading>Order {id}</Heading>
      <Button role="link" title="All orders" onPress={close} />
      <Earlier fromCache={fromCache || shipments.fromCache} />
      <Alert error={error ?? shipments.error} />
      {isLoading && <Text>Loading…</Text>}
      {!isLoading && !error && !order && <Text>There is no such order</Text>}
      {order && (
        <>
          <Text>
            {order.status}, {order.totalAmount}
          </Text>
          {order.products.map(({ product, sku, quantity }, line) => (
            <Text key={line}>
              {quantity} × {product && !isPointer(product) ? product.name : sku}
            </Text>
          ))}
          <Heading>Shipment</Heading>
          {shipments.objects.map(shipment => (
            <Tracking key={shipment.objectId} shipment={shipment} waits={shipments.pending.has(shipment.objectId)} />
          ))}
          {!shipments.isLoading && shipments.objects.length === 0 && <Text>Not shipped yet</Text>}
        </>
      )}
    </ScrollView>
  );
}

function Tracking({ shipment, waits }: { shipment: Shipment; waits: boolean }) {
  const shop = useShop();
  const outbox = useOutbox();
  const [error, setError] = useState<unknown>();
  const { objectId, carrier, trackingNumber, status, updatedAt } = shipment;

  function mark(status: ShipmentStatus) {
    setError(undefined);
    // Only if it is still as it is shown.
    outbox.write(shop.shipments.prepare.update(objectId, { status }, { ifUpdatedAt: updatedAt })).catch(setError);
  }

  return (
    <>
      <View style={styles.row}>
        <Text>
          {carrier} {trackingNumber}:
        </Text>
        <Text role="status" style={styles.status}>
          {status}
        </Text>
        {waits && <Text style={styles.note}>waits for a network</Text>}
      </View>
      <View style={styles.row}>
        {shipmentStatus.next(status).map(next => (
          <Button key={next} title={`Mark as ${next}`} disabled={waits} onPress={() => mark(next)} />
        ))}
      </View>
      <Alert error={error} />
    </>
  );
}
