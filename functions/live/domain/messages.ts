import type { Subject } from './topics.ts';

/** A message from a page. `token` is the bearer token of the person who subscribes. */
export type ClientMessage =
  { readonly action: 'ping' } | ({ readonly action: 'subscribe'; readonly token: string } & Subject);

/** What is wrong with a message that is not valid. */
export interface InvalidMessage {
  readonly invalid: string;
}

/** The codes of errors that the service sends over a connection. */
export type ErrorCode =
  | 'live.invalid-message'
  | 'live.role-missing'
  | 'live.too-many-subscriptions'
  | 'live.too-many-listeners'
  | 'live.not-signed-in';

/** A message to a page. */
export type ServerMessage =
  | { readonly type: 'pong' }
  | ({ readonly type: 'subscribed' } & Subject)
  | ({ readonly type: 'changed' } & Subject)
  | { readonly type: 'error'; readonly code: ErrorCode; readonly detail: string };

/** Builds a message about an error. `detail` is for people. */
export const errorMessage = (code: ErrorCode, detail: string): ServerMessage => ({
  type: 'error',
  code,
  detail,
});
