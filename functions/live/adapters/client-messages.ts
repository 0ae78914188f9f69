import * as z from 'zod/mini';
import '../../../shared/config/env.ts';
import { wrongFields } from '../../../shared/errors.ts';
import { OrderId } from '../../../shared/events/fields.ts';
import type { ClientMessage, InvalidMessage } from '../domain/messages.ts';

const Message = z.union([
  z.strictObject({ action: z.literal('ping') }),
  z.strictObject({
    action: z.literal('subscribe'),
    to: z.literal('order'),
    orderId: OrderId,
    token: z.string(),
  }),
  z.strictObject({
    action: z.literal('subscribe'),
    to: z.enum(['kitchen', 'operations']),
    token: z.string(),
  }),
]);

/**
 * The most characters of a message. A subscription contains a token, and the HTTP API accepts no token longer than
 * this (quotas of API Gateway: 10,240 bytes of headers).
 */
const MOST_CHARACTERS = 10_240;

/** Parses a message from a page. Returns what is wrong if it is not valid. */
export const parseClientMessage = (body: string | undefined): ClientMessage | InvalidMessage => {
  if (body === undefined || body.length > MOST_CHARACTERS) {
    return { invalid: `Send JSON text of 1 to ${MOST_CHARACTERS} characters` };
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { invalid: 'The message is not JSON' };
  }
  const parsed = z.safeParse(Message, value);
  return parsed.success ? parsed.data : { invalid: wrongFields(parsed.error) };
};
