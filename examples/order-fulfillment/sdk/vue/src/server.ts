// Whether this is a server that renders a page, which is no place for what stays open.
import { hasInjectionContext, inject, ssrContextKey } from 'vue';

/** A global that browsers alone have would not tell: tests and native apps have none either. */
export function rendersOnServer(): boolean {
  return hasInjectionContext() && inject(ssrContextKey, undefined) !== undefined;
}
