// The functions of the schema, by name. Their types are generated; here is one of any name.

import type { CallOptions } from './config.js';
import type { Http } from './http.js';
import { decode, encode } from './wire.js';

/** `renamed` has the wire names of those that have another in code. */
export function functionsOver<F extends object>(http: Http, renamed: Readonly<Record<string, string>>): F {
  const call = async (name: string, params: unknown, options?: CallOptions) => {
    const path = `/functions/${encodeURIComponent(name)}`;
    const answer = await http.call({ method: 'POST', path, body: encode(params ?? {}) }, options);
    return decode((answer as { result?: unknown }).result);
  };
  return new Proxy({} as F, {
    get(_, name) {
      // A Proxy with a `then` would be taken for a Promise.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      const wire = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
      return (params?: unknown, options?: CallOptions) => call(wire ?? name, params, options);
    },
  });
}
