import { type FormEvent, useState } from 'react';
import { Alert } from './Alert.js';
import { useShop } from './shop.js';

export function SignIn() {
  const shop = useShop();
  const [error, setError] = useState<unknown>();

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      await shop.auth.logIn({ username: String(form.get('name')), password: String(form.get('password')) });
    } catch (error) {
      setError(error);
    }
  }

  return (
    <form onSubmit={signIn}>
      <h1>Sign in</h1>
      <label>
        Name <input name="name" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button>Sign in</button>
      <Alert error={error} />
    </form>
  );
}
