// Who is signed in, as a ref.
import { type ShallowRef, onScopeDispose, shallowReadonly, shallowRef } from 'vue';
import { injectClient } from './client.js';
import type { AnyClient } from './core.js';
import { rendersOnServer } from './server.js';

/** Who is signed in; `undefined` also until the session that was kept has been read, which takes no request. */
export function useUser(): Readonly<ShallowRef<AnyClient['auth']['user']>> {
  const { auth } = injectClient();
  const user = shallowRef(auth.user);
  if (!rendersOnServer()) {
    const read = () => void (user.value = auth.user);
    onScopeDispose(auth.onChange(read));
    // That a session was there already is no change, so nobody is told.
    void auth.restore().then(read);
  }
  return shallowReadonly(user);
}
