import * as z from 'zod/mini';
import type { Instant } from '../kernel/clock.ts';
import type { Outbox, OutboxEvent, Trace } from '../kernel/messages.ts';

/** A message on the EventBridge bus or on a queue. In an EventBridge event, this message is the `detail`. */
export const QueueMessageSchema = z.object({
  /**
   * Identifies the message. If the message is published or delivered again, it has the same id.
   */
  id: z.string().check(z.minLength(1), z.maxLength(256)),
  /** The type of the message. For an event, it is the event's name, which EventBridge calls `detail-type`. */
  type: z.string().check(z.minLength(1), z.maxLength(128)),
  /** The version of the format of `data`. A consumer that does not know the version must not process the event. */
  version: z.int().check(z.minimum(1)),
  /** When the change happened that the event reports. For a message that is not an event: when it was sent. */
  time: z.iso.datetime(),
  /**
   * The correlation id of the HTTP request that started the chain of messages to which this message belongs. If the
   * request is not known, as for StockLow, it is the message's own id.
   */
  correlationId: z.string().check(z.minLength(1), z.maxLength(128)),
  /** The id of the message or request that directly caused this message. */
  causationId: z.string().check(z.minLength(1), z.maxLength(256)),
  /** What happened. Each type of message has its own schema for its data. */
  data: z.unknown(),
});

/** A message: an integration event, or a message that a service sends to its own queue. */
export interface QueueMessage<Data = unknown> {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly time: Instant;
  readonly correlationId: string;
  readonly causationId: string;
  readonly data: Data;
}

/**
 * The version in which this code writes the data of each type of message. A type that is not listed has version 1.
 * Raise a version only if older code must not process the data. The schema must continue to accept all earlier
 * versions.
 */
const versions: Readonly<Record<string, number>> = {};

/**
 * Returns the version in which this code writes the data of a type of message. It is the newest version that this code
 * can read. This code also reads all earlier versions.
 */
export const versionOf = (type: string): number =>
  Object.hasOwn(versions, type) ? (versions[type] ?? 1) : 1;

/**
 * Builds the id of an event from what the event is about, e.g. `OrderCreated:0195…:2`. So an event that is published
 * again has the same id. Events are published again after a crash, or if another service repeats its request.
 */
export const eventId = (type: string, subject: string, discriminator?: string | number): string =>
  discriminator === undefined ? `${type}:${subject}` : `${type}:${subject}:${discriminator}`;

/** The TypeScript type of the data that a schema describes. */
export type DataOf<Schema extends z.core.$ZodType> = z.output<Schema>;

/**
 * Returns a function that builds the outbox events of one service. `Schemas` has only the events of this service, so
 * the service cannot publish the events of another service. The returned function takes these parameters:
 * - `subject`: what the event is about, e.g. an order id or a product id;
 * - `discriminator`: distinguishes events of one type about one subject, e.g. an attempt, a refund id or a revision.
 */
export const outboxEventsOf =
  <Schemas extends Readonly<Record<string, z.core.$ZodType>>>() =>
  <Type extends keyof Schemas & string>(
    type: Type,
    subject: string,
    data: DataOf<Schemas[Type]>,
    discriminator?: string | number,
  ): OutboxEvent => {
    const version = versionOf(type);
    const event = { type, id: eventId(type, subject, discriminator), data };
    return version === 1 ? event : { ...event, version };
  };

/** Converts an outbox to the messages for the bus. Adds the fields that all its events share: time and trace. */
export const eventsIn = ({ at, correlationId, causationId, events }: Outbox): readonly QueueMessage[] =>
  events.map(({ type, id, version = 1, data }) => ({
    id,
    type,
    version,
    time: at,
    correlationId,
    causationId,
    data,
  }));

/** Returns the trace (correlation and causation ids) for the events and messages that a message causes. */
export const traceOf = (message: QueueMessage): Trace => ({
  correlationId: message.correlationId,
  causationId: message.id,
});
