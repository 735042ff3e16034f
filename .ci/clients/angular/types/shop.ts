// What the types of the adapter allow, and what they do not: in classes, and in templates.

import { Component, type Signal, inject, input } from '@angular/core';
import { injectOrderFulfillment, liveList, liveObject, provideOrderFulfillment, user } from 'order-fulfillment-angular';
import { type ClientOf, createClient, createOrderFulfillment, orders } from 'order-fulfillment-client';
import type { Order, OrderFulfillment, OrderStatus, Product, User } from 'order-fulfillment-client';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>() => {};

const config = { serverURL: 'http://localhost:1337/parse', appId: 'app' };

export const providers = [
  provideOrderFulfillment(() => createOrderFulfillment(config)),
  provideOrderFulfillment(() => createClient(config, { orders })),
  // @ts-expect-error a client, not what one is made with
  provideOrderFulfillment(config),
  // @ts-expect-error no client
  provideOrderFulfillment(() => config),
];

type Part = ClientOf<{ orders: typeof orders }>;

@Component({
  selector: 'shop-orders',
  template: `
    {{ who()?.email }}
    @for (order of list.objects(); track order.objectId) {
      {{ order.user.username }} {{ order.totalAmount.toFixed(2) }}
      @for (line of order.products; track $index) {
        {{ line.product?.name }}
      }
    }
    {{ list.error()?.code === 'forbidden' }} {{ one.object()?.status }} {{ one.isLoading() ? 1 : 0 }}
  `,
})
export class Orders {
  readonly id = input.required<string>();
  readonly status = input<OrderStatus>();
  readonly shop = injectOrderFulfillment();
  readonly part = injectOrderFulfillment<Part>();
  readonly who = user();
  readonly list = liveList(this.shop.orders, () => ({
    where: { status: this.status() },
    include: ['user', 'products.product'],
    order: '-createdAt',
  }));
  readonly one = liveObject(this.part.orders, this.id);
  readonly all = liveList(this.shop.products);
  readonly perhaps = liveList(this.shop.products, () => (this.status() ? { keys: ['name'] } : undefined));
  readonly included = liveObject(this.shop.shipments, () => undefined, { include: ['order'] });

  types() {
    holds<Equal<typeof this.shop, OrderFulfillment>>();
    holds<Equal<typeof this.who, Signal<User | undefined>>>();
    holds<Equal<ReturnType<typeof this.one.object>, Order | undefined>>();
    holds<Equal<ReturnType<typeof this.all.objects>, readonly Product[]>>();
    const [order] = this.list.objects();
    holds<Equal<NonNullable<typeof order>['user']['username'], string>>();
    order?.products[0]?.product?.name.length;
    this.included.object()?.order.totalAmount.toFixed();
    // @ts-expect-error its user was not included
    this.included.object()?.order.user.email;
    this.perhaps.objects()[0]?.name.length;
    // @ts-expect-error a field that was not asked for
    this.perhaps.objects()[0]?.price;
    // @ts-expect-error a list that is followed is not changed
    this.all.objects().push();
    // @ts-expect-error nor set
    this.all.objects.set([]);
    // @ts-expect-error a class that this client was not given
    this.part.products;
    // @ts-expect-error no such code
    this.all.error()?.code === 'lost';
  }

  mistakes() {
    // @ts-expect-error no such value
    liveList(this.shop.orders, () => ({ where: { status: 'lost' } }));
    // @ts-expect-error no Pointer
    liveList(this.shop.orders, () => ({ include: ['status'] }));
    // @ts-expect-error no such field to sort by
    liveList(this.shop.orders, () => ({ order: '-colour' }));
    // @ts-expect-error a signal, or a function, so that it may change
    liveObject(this.shop.orders, 'an id');
    // @ts-expect-error a collection, not its name
    liveList('orders');
    return inject(Orders);
  }
}
