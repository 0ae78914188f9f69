import * as z from 'zod/mini';
import type { Instant } from '../kernel/clock.ts';
import type { Outbox, OutboxEvent, Trace } from '../kernel/messages.ts';

/** Every message on the bus or on a queue. EventBridge carries it as `detail`. */
export const QueueMessageSchema = z.object({
  /** Fixed when the change was decided, so every redelivery has the same id. */
  id: z.string().check(z.minLength(1), z.maxLength(256)),
  type: z.string().check(z.minLength(1), z.maxLength(128)),
  /** The version of the schema of `data`. */
  version: z.int().check(z.minimum(1)),
  time: z.iso.datetime(),
  correlationId: z.string().check(z.minLength(1), z.maxLength(128)),
  causationId: z.string().check(z.minLength(1), z.maxLength(256)),
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
 * The id of an event, made of what the event says. Publishing the same fact again, after a crash or because it was asked
 * for again, gives the same id, e.g. `OrderCreated:0195…:2`.
 */
export const eventId = (type: string, subject: string, discriminator?: string | number): string =>
  discriminator === undefined ? `${type}:${subject}` : `${type}:${subject}:${discriminator}`;

/** The data of an event, by its schema. */
export type DataOf<Schema extends z.core.$ZodType> = z.output<Schema>;

/**
 * Makes the outbox events of one service. By its type parameter, a service publishes only events of its own.
 * The function that it returns takes:
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
  ): OutboxEvent => ({ type, id: eventId(type, subject, discriminator), data });

/** The events of an outbox as they go to the bus. Adds what is the same for all: version, time and trace. */
export const eventsIn = ({ at, correlationId, causationId, events }: Outbox): readonly QueueMessage[] =>
  events.map(({ type, id, data }) => ({ id, type, version: 1, time: at, correlationId, causationId, data }));

/** The trace of whatever follows from a message. */
export const traceOf = (message: QueueMessage): Trace => ({
  correlationId: message.correlationId,
  causationId: message.id,
});
