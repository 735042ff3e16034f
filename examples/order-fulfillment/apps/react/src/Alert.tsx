import { isBackendError } from 'order-fulfillment-client';

/** Why something failed, in words for people. */
export function Alert({ error }: { error: unknown }) {
  return error ? <p role="alert">{wordsFor(error)}</p> : null;
}

function wordsFor(error: unknown): string {
  if (!isBackendError(error)) return String(error);
  switch (error.code) {
    case 'forbidden':
      return 'You may not do that';
    case 'conflict':
      return 'Somebody else was faster';
    default:
      return error.message;
  }
}
