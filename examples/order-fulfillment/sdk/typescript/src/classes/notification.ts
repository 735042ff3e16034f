// Notification: A message to one user.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';
import type { User } from './user.js';

/**
 * A message to one user.
 */
export interface Notification extends Stored<'Notification'> {
  /** Who is told */
  user: Pointer<User>;
  /** What is told */
  message: string;
  /** Whether it has been read */
  read: boolean;
}

/** What it takes to create one. */
export interface NewNotification extends Storable {
  user: Pointer<User>;
  message: string;
  read?: boolean | undefined;
}

/** Changes to one. */
export type NotificationPatch = Patch<Notification, NewNotification, 'user'>;

/** All of them, as a client knows them. */
export const notifications = /* @__PURE__ */ defineClass<Notification, NewNotification, NotificationPatch>('Notification');
