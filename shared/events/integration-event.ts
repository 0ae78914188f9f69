import * as z from 'zod/mini';
import type { Instant } from '../kernel/clock.ts';
import type { Outbox, OutboxEvent, Trace } from '../kernel/messages.ts';

/** The schema of every message on the bus or on a queue. In an EventBridge event, the message is the `detail`. */
export const QueueMessageSchema = z.object({
  /** Fixed when the change was decided, so that every redelivery has the same id. */
  id: z.string().check(z.minLength(1), z.maxLength(256)),
  /** The name of the event. EventBridge calls it `detail-type`. */
  type: z.string().check(z.minLength(1), z.maxLength(128)),
  /** The version of the data. A new version means that older consumers must not process the event. */
  version: z.int().check(z.minimum(1)),
  /** When the change was decided. */
  time: z.iso.datetime(),
  /** The id of the HTTP request from which everything followed. */
  correlationId: z.string().check(z.minLength(1), z.maxLength(128)),
  /** The id of the message or request that caused this message directly. */
  causationId: z.string().check(z.minLength(1), z.maxLength(256)),
  /** What happened. Each type of message has its own schema for it. */
  data: z.unknown(),
});

/** A message with its data: an integration event, or a message within one service. */
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
 * The newest version of each message's data that this code writes and reads, by type. A type that is not listed has
 * version 1. Raise a version only if older code must not process the data. The schema still has to accept all earlier
 * versions.
 */
const versions: Readonly<Record<string, number>> = {};

/** The newest version of the data of a message that this code knows. Messages of earlier versions are read as well. */
export const versionOf = (type: string): number =>
  Object.hasOwn(versions, type) ? (versions[type] ?? 1) : 1;

/**
 * Builds the id of an event from its content, e.g. `OrderCreated:0195…:2`. Publishing the same fact again gives the
 * same id, whether after a crash or because another service requested it again.
 */
export const eventId = (type: string, subject: string, discriminator?: string | number): string =>
  discriminator === undefined ? `${type}:${subject}` : `${type}:${subject}:${discriminator}`;

/** The type of the data that a schema accepts. */
export type DataOf<Schema extends z.core.$ZodType> = z.output<Schema>;

/**
 * Returns a function that builds the outbox events of one service. Its type parameter holds the service's own events,
 * so no other events can be published. The returned function takes these parameters:
 * - `subject`: what the event is about, an order id or a product id;
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
