import Link from 'next/link';
import { orders, safe, shipmentStatus, shipments } from 'order-fulfillment-client';
import { liveURL } from 'order-fulfillment-next';
import { LiveRefresh } from 'order-fulfillment-next/client';
import { markShipment } from '../../actions';
import { Do, SignIn } from '../../forms';
import { shop } from '../../shop';

export default async function Order({ params }: { params: Promise<{ id: string }> }) {
  if (!(await shop.user())) return <SignIn />;
  const { id } = await params;
  const client = await shop.client();
  const [order, shipment] = await Promise.all([
    safe(client.orders.get(id, { include: ['products.product'] })),
    client.shipments.first({ where: { order: orders.ref(id) }, order: '-createdAt' }),
  ]);
  if (!order.ok) {
    if (order.error.code !== 'not-found') throw order.error;
    return (
      <>
        <p>There is no such order</p>
        <Link href="/">All orders</Link>
      </>
    );
  }
  return (
    <>
      <LiveRefresh url={liveURL(orders, { where: { objectId: id } })} />
      <LiveRefresh url={liveURL(shipments, { where: { order: orders.ref(id) } })} />
      <h1>Order {id}</h1>
      <p>
        {order.value.status}, {order.value.totalAmount.toFixed(2)}
      </p>
      <ul>
        {order.value.products.map(({ product, sku, quantity }, index) => (
          <li key={index}>
            {quantity} × {product?.name ?? sku}
          </li>
        ))}
      </ul>
      <section>
        <h2>Shipment</h2>
        {shipment ? (
          <>
            <p>
              {shipment.carrier}, {shipment.trackingNumber}: <span role="status">{shipment.status}</span>
            </p>
            {shipmentStatus.next(shipment.status).map(status => (
              <Do key={status} action={markShipment.bind(null, shipment.objectId, shipment.updatedAt, status)}>
                Mark as {status}
              </Do>
            ))}
          </>
        ) : (
          <p>Not shipped yet</p>
        )}
      </section>
      <Link href="/">All orders</Link>
    </>
  );
}
