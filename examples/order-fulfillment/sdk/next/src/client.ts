'use client';
// The browser's part: Server Components are rendered anew when something has changed.

import { useRouter } from 'next/navigation.js';
import { useEffect, useState, useTransition } from 'react';
import { LiveEvents } from './events.js';
import type { LiveError } from './events.js';

export { liveURL } from './address.js';
export type { LiveSource } from './address.js';
export type { ActionResult } from './action.js';
export type { LiveError } from './events.js';

export interface LiveState {
  /** Why nothing is told any more. */
  readonly error: LiveError | undefined;
  /** Whether the server renders what has changed. */
  readonly isRefreshing: boolean;
}

/** Changes that come together are shown together. */
const TOGETHER = 50;

/** Renders the Server Components of the page anew whenever one of these objects has changed. `url` is what `liveURL` gives. */
export function useLiveRefresh(url: string): LiveState {
  const router = useRouter();
  const [isDue, setDue] = useState(false);
  const [error, setError] = useState<LiveError>();
  const [isRefreshing, startRefresh] = useTransition();

  useEffect(() => {
    setError(undefined);
    const events = new LiveEvents(url, { changed: () => setDue(true), refused: setError });
    // A page that nobody looks at takes none of the few connections that a browser has to a host.
    const look = () => (document.visibilityState === 'visible' ? events.open() : events.close());
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      events.close();
    };
  }, [url]);

  useEffect(() => {
    // What changes while the server renders may be missing from what it renders, so one more follows.
    if (!isDue || isRefreshing) return;
    const timer = setTimeout(() => {
      setDue(false);
      startRefresh(() => router.refresh());
    }, TOGETHER);
    return () => clearTimeout(timer);
  }, [isDue, isRefreshing, router]);

  return { error, isRefreshing };
}

/** `useLiveRefresh` as a component, to put into a Server Component. */
export function LiveRefresh({ url }: { readonly url: string }): null {
  useLiveRefresh(url);
  return null;
}
