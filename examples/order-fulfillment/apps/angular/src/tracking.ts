import { Component, computed, input, signal } from '@angular/core';
import { type Shipment, type ShipmentStatus, shipmentStatus } from 'order-fulfillment-client';
import { Alert } from './alert';
import { injectShop } from './shop';

/** Where a parcel is, and the steps that it may take next. */
@Component({
  selector: 'shop-tracking',
  imports: [Alert],
  template: `
    <p>
      {{ shipment().carrier }} {{ shipment().trackingNumber }}: <span role="status">{{ shipment().status }}</span>
    </p>
    @for (status of next(); track status) {
      <button type="button" [disabled]="isMarking()" (click)="mark(status)">Mark as {{ status }}</button>
    }
    <shop-alert [error]="error()" />
  `,
})
export class Tracking {
  readonly shop = injectShop();
  readonly shipment = input.required<Shipment>();
  readonly next = computed(() => shipmentStatus.next(this.shipment().status));
  readonly isMarking = signal(false);
  readonly error = signal<unknown>(undefined);

  async mark(status: ShipmentStatus) {
    const { objectId, updatedAt } = this.shipment();
    this.isMarking.set(true);
    this.error.set(undefined);
    try {
      // Only if it is still as it is shown.
      await this.shop.shipments.update(objectId, { status }, { ifUpdatedAt: updatedAt });
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isMarking.set(false);
    }
  }
}
