import { AppError, type ErrorKind } from '../errors.ts';
import type { Message } from '../events/envelope.ts';
import type { Dispatch } from './dispatch.ts';

/** What is to happen to a message after its processing. */
export type Disposition =
  | { readonly outcome: 'acknowledge'; readonly message: Message }
  | { readonly outcome: 'retry'; readonly error: AppError }
  | { readonly outcome: 'dead-letter'; readonly error: AppError };

/**
 * Which failures a redelivery can mend. `not-found` is among them: a message may overtake the one that creates what it
 * is about.
 */
const retriable: Readonly<Record<ErrorKind, boolean>> = {
  invalid: false,
  unauthenticated: false,
  forbidden: false,
  unprocessable: false,
  conflict: true,
  'not-found': true,
  'too-many': true,
  unavailable: true,
};

/** Any failure as the one class that the edges know: what is unknown may pass, so it is `unavailable`. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('unavailable', `unexpected.${name}`, message, { cause: error });
};

/** How often a message was delivered, and how often it may be. */
export interface Receive {
  readonly count: number;
  readonly max: number;
}

/**
 * What is to become of a message that failed: one that redelivery cannot mend goes to the dead-letter queue at once, any
 * other at the last receive, so that it rests there with its cause.
 */
export const dispositionOf = (thrown: unknown, receive: Receive): Disposition => {
  const error = toAppError(thrown);
  const retry = retriable[error.kind] && receive.count < receive.max;
  return { outcome: retry ? 'retry' : 'dead-letter', error };
};

/** Processes one message and says what is to become of it. Never throws. */
export const processMessage = async (
  dispatch: Dispatch,
  body: string,
  receive: Receive,
): Promise<Disposition> => {
  try {
    return { outcome: 'acknowledge', message: await dispatch(parseJson(body)) };
  } catch (thrown) {
    return dispositionOf(thrown, receive);
  }
};

/** Reads a message's body. @throws AppError `invalid` when it is not JSON. */
export const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError('invalid', 'message.malformed-json', 'The message is not JSON', { cause });
  }
};
