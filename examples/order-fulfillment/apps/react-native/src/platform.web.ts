// What differs between a device and a browser: this is the browser.

import { webStorage } from 'order-fulfillment-client';
import { useSyncExternalStore } from 'react';

export const serverURL = new URL('/parse', location.href).href;

export const sessionStorage = webStorage(localStorage);

/** The order that is open, and what opens another: `#/orders/ID`. */
export function useRoute(): [id: string | undefined, open: (id?: string) => void] {
  const [, , id] = useSyncExternalStore(onHashChange, () => location.hash).split('/');
  return [id, open];
}

function open(id?: string) {
  location.hash = id ? `/orders/${id}` : '/';
}

function onHashChange(listener: () => void) {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
