// The orders of whoever is signed in, as they become, and what can be ordered.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useLiveList } from 'order-fulfillment-react';
import { functionsOf, queriesOf } from 'order-fulfillment-react/query';
import { Alert } from './Alert.js';
import { useShop } from './shop.js';

export function Orders() {
  const shop = useShop();
  const orders = useLiveList(shop.orders, { order: '-createdAt', limit: 50 });
  const products = useQuery(queriesOf(shop.products).list({ order: 'name' }));
  const place = useMutation(functionsOf(shop).mutation('placeOrder'));

  return (
    <>
      <h1>Orders</h1>
      <Alert error={orders.error} />
      {orders.isLoading ? <p>Loading…</p> : orders.objects.length === 0 && <p>No orders yet</p>}
      <ul>
        {orders.objects.map(order => (
          <li key={order.objectId}>
            <a href={`#/orders/${order.objectId}`}>Order {order.objectId}</a> {order.status}, {order.totalAmount}
          </li>
        ))}
      </ul>
      <h2>Products</h2>
      <Alert error={products.error ?? place.error} />
      {products.data?.map(product => (
        <button
          key={product.objectId}
          disabled={place.isPending}
          onClick={() => place.mutate({ items: [{ product: shop.products.ref(product.objectId), quantity: 1 }] })}
        >
          Order {product.name}
        </button>
      ))}
    </>
  );
}
