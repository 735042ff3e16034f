// One order and its parcel, as they become.

import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveList, liveObject } from 'order-fulfillment-angular';
import { Alert } from './alert';
import { injectShop } from './shop';
import { Tracking } from './tracking';

@Component({
  selector: 'shop-order',
  imports: [Alert, RouterLink, Tracking],
  template: `
    <h1>Order {{ id() }}</h1>
    <p><a routerLink="/">All orders</a></p>
    <shop-alert [error]="order.error() ?? shipments.error()" />
    @if (order.object(); as order) {
      <p>{{ order.status }}, {{ order.totalAmount }}</p>
      <ul>
        @for (line of order.products; track $index) {
          <li>{{ line.quantity }} × {{ line.product?.name ?? line.sku }}</li>
        }
      </ul>
      <h2>Shipment</h2>
      @for (shipment of shipments.objects(); track shipment.objectId) {
        <shop-tracking [shipment]="shipment" />
      } @empty {
        @if (!shipments.isLoading()) {
          <p>Not shipped yet</p>
        }
      }
    } @else if (order.isLoading()) {
      <p>Loading…</p>
    } @else if (!order.error()) {
      <p>There is no such order</p>
    }
  `,
})
export class OrderPage {
  readonly id = input.required<string>();
  readonly shop = injectShop();
  readonly order = liveObject(this.shop.orders, this.id, { include: ['products.product'] });
  readonly shipments = liveList(this.shop.shipments, () => ({ where: { order: this.shop.orders.ref(this.id()) } }));
}
