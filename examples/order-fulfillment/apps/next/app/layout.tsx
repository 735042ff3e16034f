import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { signOut } from './actions';
import { shop } from './shop';
import './style.css';

export const metadata: Metadata = { title: 'Orders', icons: { icon: 'data:,' } };

export default async function Layout({ children }: { children: ReactNode }) {
  const user = await shop.user();
  return (
    <html lang="en">
      <body>
        {user && (
          <header>
            {user.username}
            <form action={signOut}>
              <button>Sign out</button>
            </form>
          </header>
        )}
        <main>{children}</main>
      </body>
    </html>
  );
}
