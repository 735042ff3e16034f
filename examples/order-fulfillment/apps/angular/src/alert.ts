import { Component, computed, input } from '@angular/core';
import { isBackendError } from 'order-fulfillment-client';

/** Why something failed, in words for people. */
@Component({
  selector: 'shop-alert',
  template: `
    @if (words(); as words) {
      <p role="alert">{{ words }}</p>
    }
  `,
})
export class Alert {
  readonly error = input.required<unknown>();
  readonly words = computed(() => wordsFor(this.error()));
}

function wordsFor(error: unknown): string {
  if (!isBackendError(error)) return error ? String(error) : '';
  switch (error.code) {
    case 'forbidden':
      return 'You may not do that';
    case 'conflict':
      return 'Somebody else was faster';
    default:
      return error.message;
  }
}
