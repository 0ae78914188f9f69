import * as z from 'zod/mini';
import type { Cause } from '../kernel/cause.ts';
import type { Instant } from '../kernel/clock.ts';
import type { EventData, EventType } from './catalog.ts';

/** What every message on a bus or a queue looks like; EventBridge carries it as `detail`. */
export const EnvelopeSchema = z.object({
  /** Fixed when the change was decided, so that every redelivery bears the same one. */
  id: z.string().check(z.minLength(1), z.maxLength(256)),
  type: z.string().check(z.minLength(1), z.maxLength(128)),
  /** The version of the schema of `data`. */
  version: z.int().check(z.minimum(1)),
  time: z.iso.datetime(),
  correlationId: z.string().check(z.minLength(1), z.maxLength(128)),
  causationId: z.string().check(z.minLength(1), z.maxLength(256)),
  data: z.unknown(),
});

/** A message with its data: an event of the catalogue, or a message within one service. */
export interface Message<Data = unknown> {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly time: Instant;
  readonly correlationId: string;
  readonly causationId: string;
  readonly data: Data;
}

/** A published event. */
export interface Envelope<Type extends EventType = EventType> extends Message<EventData<Type>> {
  readonly type: Type;
}

/** What an envelope is made of. */
export interface EnvelopeParts<Type extends EventType> {
  readonly type: Type;
  /** What the event is about: an order id, or a product id. */
  readonly subject: string;
  /** Tells apart several events of one type about one subject: an attempt, a refund id, a revision. */
  readonly discriminator?: string | number;
  readonly data: EventData<Type>;
  readonly at: Instant;
  readonly cause: Cause;
}

/**
 * The id of an event, made of what it says alone: whoever publishes the same fact again, after a crash or because
 * it was asked again, gives it the same id, e.g. `OrderCreated:0195…:2`.
 */
export const eventId = (type: string, subject: string, discriminator?: string | number): string =>
  discriminator === undefined ? `${type}:${subject}` : `${type}:${subject}:${discriminator}`;

/** Wraps an event's data in its envelope. */
export const envelope = <Type extends EventType>(parts: EnvelopeParts<Type>): Envelope<Type> => ({
  id: eventId(parts.type, parts.subject, parts.discriminator),
  type: parts.type,
  version: 1,
  time: parts.at,
  correlationId: parts.cause.correlationId,
  causationId: parts.cause.causationId,
  data: parts.data,
});

/** What follows from a message is caused by it. */
export const causedBy = (message: Message): Cause => ({
  correlationId: message.correlationId,
  causationId: message.id,
});
