'use client';
// Forms that say what became of them.

import type { ActionResult } from 'order-fulfillment-next/client';
import { useActionState, type ReactNode } from 'react';
import { signIn } from './actions';

export function SignIn() {
  const [result, submit, isPending] = useActionState(signIn, undefined);
  return (
    <form action={submit}>
      <h1>Sign in</h1>
      <label>
        Name <input name="username" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button disabled={isPending}>Sign in</button>
      <Failure of={result} />
    </form>
  );
}

/** A button that calls an action. */
export function Do({ action, children }: { action: () => Promise<ActionResult<unknown>>; children: ReactNode }) {
  const [result, submit, isPending] = useActionState(action, undefined);
  return (
    <form action={submit}>
      <button disabled={isPending}>{children}</button>
      <Failure of={result} />
    </form>
  );
}

function Failure({ of }: { of: ActionResult<unknown> | undefined }) {
  if (!of || of.ok) return null;
  return <p role="alert">{WORDS[of.code] ?? of.message}</p>;
}

const WORDS: Partial<Record<string, string>> = {
  forbidden: 'You may not do that',
  conflict: 'Somebody else was faster',
};
