// The orders of whoever is signed in, what can be ordered, and what he has been told. All of it is there without a network.

import { useCachedList, useOutbox } from 'order-fulfillment-react-native';
import { useState } from 'react';
import { FlatList, Text, View } from 'react-native';
import { Alert, Button, Earlier, Heading, styles } from './parts';
import { useShop } from './shop';

export function Orders({ open }: { open: (id: string) => void }) {
  const shop = useShop();
  const orders = useCachedList(shop.orders, { order: '-createdAt', limit: 50 });
  const products = useCachedList(shop.products, { order: 'name' });
  const [error, setError] = useState<unknown>();

  // What takes stock and costs money is not done later, but now or not at all.
  async function place(id: string) {
    setError(undefined);
    await shop.functions.placeOrder({ items: [{ product: shop.products.ref(id), quantity: 1 }] }).catch(setError);
  }

  return (
    <>
      <Heading>Orders</Heading>
      <Earlier fromCache={orders.fromCache} />
      <Alert error={orders.error} />
      {orders.isLoading ? <Text>Loading…</Text> : orders.objects.length === 0 && !orders.error && <Text>No orders yet</Text>}
      <FlatList
        role="list"
        data={orders.objects}
        keyExtractor={({ objectId }) => objectId}
        renderItem={({ item: { objectId, status, totalAmount } }) => (
          <View role="listitem" style={styles.row}>
            <Button role="link" title={`Order ${objectId}`} onPress={() => open(objectId)} />
            <Text>
              {status}, {totalAmount}
            </Text>
          </View>
        )}
      />
      <Heading>Products</Heading>
      <Alert error={products.error ?? error} />
      <View style={styles.row}>
        {products.objects.map(({ objectId, name }) => (
          <Button key={objectId} title={`Order ${name}`} onPress={() => place(objectId)} />
        ))}
      </View>
      <News />
    </>
  );
}

function News() {
  const shop = useShop();
  const outbox = useOutbox();
  const { objects } = useCachedList(shop.notifications, { where: { read: false }, order: '-createdAt', limit: 10 });
  const [error, setError] = useState<unknown>();
  // This may as well be sent when there is a network again.
  const markRead = (id: string) => outbox.write(shop.notifications.prepare.update(id, { read: true })).catch(setError);

  return (
    <>
      <Heading>News</Heading>
      <Alert error={error} />
      {objects.map(({ objectId, message }) => (
        <View key={objectId} style={styles.row}>
          <Text>{message}</Text>
          <Button title="Mark as read" onPress={() => markRead(objectId)} />
        </View>
      ))}
    </>
  );
}
