import Link from 'next/link';
import { orders as allOrders } from 'order-fulfillment-client';
import { liveURL } from 'order-fulfillment-next';
import { LiveRefresh } from 'order-fulfillment-next/client';
import { placeOrder } from './actions';
import { Do, SignIn } from './forms';
import { shop } from './shop';

export default async function Orders() {
  if (!(await shop.user())) return <SignIn />;
  const client = await shop.client();
  const [orders, products] = await Promise.all([
    client.orders.find({ order: '-createdAt', limit: 50 }),
    client.products.find({ order: 'name' }),
  ]);
  return (
    <>
      <LiveRefresh url={liveURL(allOrders)} />
      <h1>Orders</h1>
      {orders.length === 0 && <p>No orders yet</p>}
      <ul>
        {orders.map(({ objectId, status, totalAmount }) => (
          <li key={objectId}>
            <Link href={`/orders/${objectId}`}>Order {objectId}</Link> {status}, {totalAmount.toFixed(2)}
          </li>
        ))}
      </ul>
      <h2>Products</h2>
      {products.map(({ objectId, name, price }) => (
        <div className="product" key={objectId}>
          {price.toFixed(2)}
          <Do action={placeOrder.bind(null, objectId, crypto.randomUUID())}>Order {name}</Do>
        </div>
      ))}
    </>
  );
}
