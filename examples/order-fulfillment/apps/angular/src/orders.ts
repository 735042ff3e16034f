// The orders of whoever is signed in, as they become, and what can be ordered.

import { Component, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveList } from 'order-fulfillment-angular';
import { Alert } from './alert';
import { injectShop } from './shop';

@Component({
  selector: 'shop-orders',
  imports: [Alert, RouterLink],
  template: `
    <h1>Orders</h1>
    <shop-alert [error]="orders.error()" />
    <ul>
      @for (order of orders.objects(); track order.objectId) {
        <li>
          <a [routerLink]="['/orders', order.objectId]">Order {{ order.objectId }}</a> {{ order.status }}, {{ order.totalAmount }}
        </li>
      }
    </ul>
    @if (orders.isLoading()) {
      <p>Loading…</p>
    } @else if (orders.objects().length === 0) {
      <p>No orders yet</p>
    }
    <h2>Products</h2>
    <shop-alert [error]="products.error() ?? error()" />
    @for (product of products.objects(); track product.objectId) {
      <button type="button" [disabled]="isPlacing()" (click)="place(product.objectId)">Order {{ product.name }}</button>
    }
  `,
})
export class OrdersPage {
  readonly shop = injectShop();
  readonly orders = liveList(this.shop.orders, () => ({ order: '-createdAt', limit: 50 }));
  readonly products = liveList(this.shop.products, () => ({ order: 'name' }));
  readonly isPlacing = signal(false);
  readonly error = signal<unknown>(undefined);

  async place(productId: string) {
    this.isPlacing.set(true);
    this.error.set(undefined);
    try {
      await this.shop.functions.placeOrder({ items: [{ product: this.shop.products.ref(productId), quantity: 1 }] });
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isPlacing.set(false);
    }
  }
}
