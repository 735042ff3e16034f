'use client';
// Changes that others make, and the query cache.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { encode } from './core.js';
import type { Collection, Filter, Stored } from './core.js';
import { useClient } from './context.js';
import type { AnyClient } from './core.js';

/**
 * As long as the component is there, what the query cache has of a class is asked for again when an object of it changes, or
 * may have changed while there was no connection. With a `where`, only the changes of those objects count.
 */
export function useInvalidation<T extends Stored, N, P>(collection: Collection<T, N, P>, filter: Filter<T> = {}): void {
  const { live } = useClient<AnyClient>();
  const queries = useQueryClient();
  const key = JSON.stringify(encode(filter.where ?? {}));
  useEffect(() => {
    const invalidate = () => void queries.invalidateQueries({ queryKey: [collection.className] });
    const changes = collection.watch(filter);
    const follow = async () => {
      for await (const _ of changes) invalidate();
    };
    // A live query that is refused leaves the cache as it is without one.
    follow().catch(() => {});
    const stop = live.onState(state => state === 'open' && invalidate());
    return () => {
      stop();
      changes.close();
    };
    // The key says what the filter says.
  }, [collection, key, live, queries]);
}
