import * as z from 'zod/mini';
import { eventSchemas } from '../../../shared/events/catalog.ts';
import { QueueMessageSchema, versionOf } from '../../../shared/events/integration-event.ts';
import { inboxes, type InboxName } from '../../../shared/events/subscriptions.ts';
import type { OwnMessages } from '../../../shared/messaging/consumer.ts';

/**
 * True if a text is a message that the inbox must accept: the inbox knows the message's type, and the data match the
 * schema. This check is written independently of the consumer, and as simply as possible.
 */
export const fitsItsSchema = (name: InboxName, ownMessages: OwnMessages, text: string): boolean => {
  const outer = jsonOf(text);
  const inner = typeof outer === 'object' && outer !== null && 'detail' in outer ? outer.detail : outer;
  const message = z.safeParse(QueueMessageSchema, inner);
  if (!message.success) return false;
  const { type, version, data } = message.data;
  if (version > versionOf(type)) return false;
  const event = inboxes[name].events.find((one) => one === type);
  const own = Object.entries(ownMessages).find(([one]) => one === type)?.[1].schema;
  const schema = own ?? (event && eventSchemas[event]);
  return schema !== undefined && z.safeParse(schema, data).success;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
