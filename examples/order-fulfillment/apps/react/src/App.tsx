// Which page is shown: nobody is in before he has signed in, and then the address tells.

import { useUser } from 'order-fulfillment-react';
import { useSyncExternalStore } from 'react';
import { Order } from './Order.js';
import { Orders } from './Orders.js';
import { SignIn } from './SignIn.js';
import { useShop } from './shop.js';

export function App() {
  const shop = useShop();
  const { user, isLoading } = useUser();
  const [, page, id] = useSyncExternalStore(onHashChange, () => location.hash).split('/');
  if (isLoading) return <p>Loading…</p>;
  if (!user) return <SignIn />;
  return (
    <>
      <header>
        <span>{user.username}</span>
        <button onClick={() => shop.auth.logOut()}>Sign out</button>
      </header>
      {page === 'orders' && id ? <Order id={id} /> : <Orders />}
    </>
  );
}

function onHashChange(listener: () => void) {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
