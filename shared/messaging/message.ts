import type * as z from 'zod/mini';
import '../config/env.ts';
import { AppError, wrongFields } from '../errors.ts';
import { QueueMessageSchema, type QueueMessage } from '../events/integration-event.ts';
import { type Clock, secondsBetween } from '../kernel/clock.ts';

/** The error for a message that does not match its schema. It is not retried, because a redelivery cannot succeed. */
export const invalidMessage = (what: string, error: z.core.$ZodError): AppError =>
  new AppError('invalid', 'message.invalid', `${what}: ${wrongFields(error)}`);

/**
 * The error for a message whose type, version or value this code does not know. The message is retried, because a
 * deployment may be replacing this code with newer code that knows them.
 */
export const unknownMessage = (code: 'unknown-type' | 'unknown-version' | 'unknown-value', what: string) => {
  const advice =
    code === 'unknown-type'
      ? 'Redrive it once newer code is deployed. Delete it only if no code needs this type, for example after a rollback'
      : 'Redrive it once newer code is deployed. Do not delete it: older code needs this event, too';
  return new AppError('unavailable', `message.${code}`, `${what}. ${advice}`);
};

/** True if the data differ from their schema only in texts that the schema's enumerations do not list. */
export const hasOnlyUnknownValues = ({ issues }: z.core.$ZodError, data: unknown): boolean =>
  issues.every(
    (issue) =>
      issue.code === 'invalid_value' &&
      issue.values.every((value) => typeof value === 'string') &&
      typeof valueAt(data, issue.path) === 'string',
  );

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<PropertyKey, unknown>>)[key], data);

/** How old a message may be for an inbox to accept it: at most `maxDays` days at the time `now()`. */
export interface AgeLimit {
  readonly now: Clock;
  readonly maxDays: number;
}

/**
 * Refuses a message that is older than `maxDays`. The items that show whether the message's work is done may have
 * expired. Without these items, the work would be done again.
 * @throws AppError `message.too-old`, which is not retried.
 */
export const refuseIfTooOld = ({ type, time }: QueueMessage, { now, maxDays }: AgeLimit): void => {
  if (secondsBetween(time, now()) <= maxDays * 86_400) return;
  throw new AppError(
    'unprocessable',
    'message.too-old',
    `This ${type} is from ${time}, more than ${maxDays} days ago, so the rows that show whether its work is done may ` +
      'have expired. Do not redrive it. Check its order, then delete it',
  );
};

/**
 * Parses JSON.
 * @throws AppError `invalid` if the text is not JSON. The error has no cause, because a cause would quote the message
 *   in the log.
 */
export const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new AppError('invalid', 'message.malformed-json', 'The message is not JSON');
  }
};

/**
 * Reads a message from parsed JSON.
 * @throws AppError `invalid` if the JSON is not a message.
 */
export const messageIn = (value: unknown): QueueMessage => {
  const parsed = QueueMessageSchema.safeParse(value);
  if (!parsed.success) throw invalidMessage('The message has no valid envelope', parsed.error);
  return parsed.data;
};

/**
 * Parses the body of an SQS message. The body is a `QueueMessage`, or an EventBridge event whose `detail` is a
 * `QueueMessage`.
 * @throws AppError `invalid` if the body is neither of these.
 */
export const parseMessage = (body: string): QueueMessage => {
  const outer = parseJson(body);
  return messageIn(typeof outer === 'object' && outer !== null && 'detail' in outer ? outer.detail : outer);
};
