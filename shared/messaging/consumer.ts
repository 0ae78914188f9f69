import * as z from 'zod/mini';
import { eventSchemas, type EventData } from '../events/catalog.ts';
import { type QueueMessage, traceOf, versionOf } from '../events/integration-event.ts';
import { inboxes, type InboxEvent, type InboxName } from '../events/subscriptions.ts';
import { groupedBy, type Delivery, type DeliveryResult, type MessageContext } from '../kernel/messages.ts';
import {
  type AgeLimit,
  hasOnlyUnknownValues,
  invalidMessage,
  parseMessage,
  refuseIfTooOld,
  unknownMessage,
} from './message.ts';
import { AppError, toAppError, type ErrorKind } from '../errors.ts';

/** What to do with a message after it was processed or failed. */
export type Disposition =
  | { readonly outcome: 'acknowledge'; readonly message: QueueMessage }
  | { readonly outcome: 'retry'; readonly error: AppError }
  | { readonly outcome: 'dead-letter'; readonly error: AppError };

/**
 * Whether a redelivery may succeed after an error of each kind. After `not-found` it may. For example, if events are
 * replayed after a table was restored, OrderPreparing may arrive before OrderPaid, which opens the ticket.
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

/** How often a message was delivered so far, and how often it can be delivered at most. */
export interface Receive {
  readonly count: number;
  readonly max: number;
}

/**
 * Decides what to do with a message that failed. If a redelivery cannot succeed, the message goes to the dead-letter
 * queue at once. Otherwise the message goes there when its last allowed delivery fails. In both cases, the cause is
 * recorded with the message.
 */
export const dispositionOf = (thrown: unknown, receive: Receive): Disposition => {
  const error = toAppError(thrown);
  const retry = retriable[error.kind] && receive.count < receive.max;
  return { outcome: retry ? 'retry' : 'dead-letter', error };
};

/** Handles one message. */
export type Reaction<Data> = (data: Data, context: MessageContext) => Promise<unknown>;

/**
 * Handles several messages in one call: from a batch, all messages whose types have this reaction. Returns one result
 * for each message, in their order.
 */
export interface BatchReaction<Data> {
  readonly together: (deliveries: readonly Delivery<Data>[]) => Promise<readonly DeliveryResult[]>;
}

/** The reactions of an inbox that handles its messages one by one. */
export type SingleReactions<Name extends InboxName> = {
  readonly [Type in InboxEvent<Name>]: Reaction<EventData<Type>>;
};

/** One reaction for each event that an inbox subscribes to. If a reaction is missing, the code does not compile. */
export type Reactions<Name extends InboxName> = {
  readonly [Type in InboxEvent<Name>]: Reaction<EventData<Type>> | BatchReaction<EventData<Type>>;
};

/** A message that a service sends to its own queue. It is not an integration event. */
export interface OwnMessage {
  readonly schema: z.core.$ZodType;
  readonly react: Reaction<unknown>;
}

/** The messages that a service sends to its own queue, by type. */
export type OwnMessages = Readonly<Record<string, OwnMessage>>;

/** Combines the schema of a message that a service sends to itself with the reaction to this message. */
export const ownMessage = <Schema extends z.core.$ZodType>(
  schema: Schema,
  react: Reaction<z.output<Schema>>,
): OwnMessage => ({ schema, react: react as Reaction<unknown> });

/** A message as it was received from a queue. */
export interface ReceivedMessage {
  readonly body: string;
  readonly receive: Receive;
}

/** Reads the body of a message. Throws AppError `invalid` if the body is not a message. */
export type ParseMessage = (body: string) => QueueMessage;

/** Processes messages and returns what to do with each, in their order. Never throws. */
export type Consume = (
  received: readonly ReceivedMessage[],
  /**
   * Called with the index of each message as soon as its disposition is known. So a slow message does not delay others.
   */
  decided?: (at: number, disposition: Disposition) => void,
) => Promise<readonly Disposition[]>;

interface Read {
  readonly at: number;
  readonly message: QueueMessage;
  readonly delivery: Delivery<unknown>;
}

/**
 * The core of every inbox. It parses each message, checks its data against the schema, and passes it to the reaction
 * for its type. Reactions run concurrently. A reaction to single messages handles messages about different orders
 * concurrently, and messages about the same order one after another: they change the same item, and of several writes
 * at the same moment, only one succeeds. If many such messages were handled at once, some would lose too often, and
 * fail. A batch reaction gets all messages of its types together. A message that only newer code knows is retried
 * (docs/adr/0034-unknown-messages-are-retried.md). A message older than `ageLimit` is refused (docs/personal-data.md).
 *
 * The returned function uses nothing of Lambda or SQS, so the simulation runs the same code.
 * @param parse reads the bodies of messages. By default, it reads messages of the bus and of the service itself.
 * `mail-feedback` receives other messages.
 */
export const consumer = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: OwnMessages = {},
  ageLimit?: AgeLimit,
  parse: ParseMessage = parseMessage,
): Consume => {
  const reactionTo = (type: string): OwnMessage | (BatchReaction<unknown> & Pick<OwnMessage, 'schema'>) => {
    const own = Object.hasOwn(ownMessages, type) ? ownMessages[type] : undefined;
    if (own !== undefined) return own;
    const event = subscribed(name, type);
    const reaction = reactions[event] as Reaction<unknown> | BatchReaction<unknown>;
    const schema = eventSchemas[event];
    return typeof reaction === 'function' ? { schema, react: reaction } : { schema, ...reaction };
  };

  /** The types that have the same batch reaction are one group. Any other type is a group of its own. */
  const groupOf = (type: string): unknown => {
    const reaction: unknown = (reactions as Readonly<Record<string, unknown>>)[type];
    return typeof reaction === 'object' ? reaction : type;
  };

  const read = (at: number, body: string): Read => {
    const message = parse(body);
    const { type, version } = message;
    if (ageLimit !== undefined) refuseIfTooOld(message, ageLimit);
    const { schema } = reactionTo(type);
    if (version > versionOf(type)) {
      throw unknownMessage('unknown-version', `${name} does not know version ${version} of ${type}`);
    }
    const data = z.safeParse(schema, message.data);
    if (!data.success) {
      const error = invalidMessage(`${type} does not match its schema`, data.error);
      const isNewer = hasOnlyUnknownValues(data.error, message.data);
      throw isNewer ? unknownMessage('unknown-value', error.message) : error;
    }
    const context = { ...traceOf(message), sentAt: message.time };
    return { at, message, delivery: { data: data.data, context, message } };
  };

  /**
   * Runs the reaction to a group of messages (`groupOf`). Calls `conclude` for each as soon as its reaction has ended.
   */
  const run = async (
    type: string,
    reads: readonly Read[],
    conclude: (one: Read, result: DeliveryResult) => void,
  ): Promise<void> => {
    const reaction = reactionTo(type);
    if ('together' in reaction) {
      const results = await reaction.together(reads.map(({ delivery }) => delivery));
      for (const [index, one] of reads.entries()) conclude(one, results[index] ?? unanswered(type));
      return;
    }
    const react = async (one: Read): Promise<void> => {
      try {
        await reaction.react(one.delivery.data, one.delivery.context);
        conclude(one, { outcome: 'done' });
      } catch (error) {
        conclude(one, { outcome: 'failed', error });
      }
    };
    const inTurn = async (ofOrder: readonly Read[]): Promise<void> => {
      for (const one of ofOrder) await react(one);
    };
    await Promise.all([...groupedBy(reads, orderOf).values()].map(inTurn));
  };

  return async (received, decided) => {
    const dispositions: Disposition[] = [];
    const decide = (at: number, disposition: Disposition): void => {
      dispositions[at] = disposition;
      decided?.(at, disposition);
    };
    const reads: Read[] = [];
    for (const [at, { body, receive }] of received.entries()) {
      try {
        reads.push(read(at, body));
      } catch (error) {
        decide(at, dispositionOf(error, receive));
      }
    }
    const conclude = ({ at, message }: Read, result: DeliveryResult): void => {
      const receive = received[at]?.receive ?? { count: 1, max: 1 };
      decide(
        at,
        result.outcome === 'done'
          ? { outcome: 'acknowledge', message }
          : dispositionOf(result.error, receive),
      );
    };
    const settle = async (type: string, ofType: readonly Read[]): Promise<void> => {
      try {
        await run(type, ofType, conclude);
      } catch (error) {
        for (const one of ofType) conclude(one, { outcome: 'failed', error });
      }
    };
    const groups = groupedBy(reads, ({ message }) => groupOf(message.type));
    await Promise.all([...groups.values()].map((group) => settle(group[0]?.message.type ?? '', group)));
    return dispositions;
  };
};

/**
 * Returns the order that a message is about. For a message about no order, returns a new value that equals no other.
 */
const orderOf = ({ delivery: { data } }: Read): unknown =>
  typeof data === 'object' && data !== null && 'orderId' in data ? data.orderId : Symbol('no order');

/** Returns the type if the inbox subscribes to it. Otherwise throws AppError `unavailable`. */
const subscribed = <Name extends InboxName>(name: Name, type: string): InboxEvent<Name> => {
  const events: readonly string[] = inboxes[name].events;
  if (events.includes(type)) return type as InboxEvent<Name>;
  throw unknownMessage('unknown-type', `${name} does not know messages of type ${type}`);
};

const unanswered = (type: string): DeliveryResult => ({
  outcome: 'failed',
  error: new AppError(
    'unavailable',
    'message.unanswered',
    `The reaction to ${type} returned no result for a message`,
  ),
});
