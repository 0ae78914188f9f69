import * as z from 'zod/mini';
import { eventSchemas, type EventData } from '../events/catalog.ts';
import { type QueueMessage, traceOf } from '../events/integration-event.ts';
import { inboxes, type InboxEvent, type InboxName } from '../events/subscriptions.ts';
import type { Delivery, DeliveryResult, MessageContext } from '../kernel/messages.ts';
import { invalidMessage, parseMessage } from './message.ts';
import { AppError, type ErrorKind } from '../errors.ts';

/** What to do with a message after it was processed. */
export type Disposition =
  | { readonly outcome: 'acknowledge'; readonly message: QueueMessage }
  | { readonly outcome: 'retry'; readonly error: AppError }
  | { readonly outcome: 'dead-letter'; readonly error: AppError };

/** Whether a redelivery can help. `not-found` can: a message may arrive before the one that creates its subject. */
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

/** Any failure as an AppError. An unknown failure may be transient, so it becomes `unavailable`. */
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
 * What to do with a message that failed. If redelivery cannot help, it goes to the dead-letter queue at once. Otherwise
 * it goes there at the last receive, so that its cause is recorded.
 */
export const dispositionOf = (thrown: unknown, receive: Receive): Disposition => {
  const error = toAppError(thrown);
  const retry = retriable[error.kind] && receive.count < receive.max;
  return { outcome: retry ? 'retry' : 'dead-letter', error };
};

/** What a service does about one message. */
export type Reaction<Data> = (data: Data, context: MessageContext) => Promise<unknown>;

/** What a service does about several messages of one type at once: one result each, in their order. */
export interface BatchReaction<Data> {
  readonly together: (deliveries: readonly Delivery<Data>[]) => Promise<readonly DeliveryResult[]>;
}

/** The reactions of an inbox that takes its messages one by one. */
export type SingleReactions<Name extends InboxName> = {
  readonly [Type in InboxEvent<Name>]: Reaction<EventData<Type>>;
};

/** One reaction for each event that an inbox subscribes to. A missing one does not compile. */
export type Reactions<Name extends InboxName> = {
  readonly [Type in InboxEvent<Name>]: Reaction<EventData<Type>> | BatchReaction<EventData<Type>>;
};

/** A message that a service sends to its own queue. It is not an integration event. */
export interface OwnMessage {
  readonly schema: z.core.$ZodType;
  readonly react: Reaction<unknown>;
}

/** Own messages by type. */
export type OwnMessages = Readonly<Record<string, OwnMessage>>;

/** Pairs the schema of an own message with its reaction. */
export const ownMessage = <Schema extends z.core.$ZodType>(
  schema: Schema,
  react: Reaction<z.output<Schema>>,
): OwnMessage => ({ schema, react: react as Reaction<unknown> });

/** A message as it came off a queue. */
export interface ReceivedMessage {
  readonly body: string;
  readonly receive: Receive;
}

/** Processes messages and says what to do with each, in their order. Never throws. */
export type Consume = (received: readonly ReceivedMessage[]) => Promise<readonly Disposition[]>;

interface Read {
  readonly at: number;
  readonly message: QueueMessage;
  readonly delivery: Delivery<unknown>;
}

/**
 * The engine of every inbox: reads each message, checks its data, and hands it to its reaction. A reaction to single
 * messages runs once for each, concurrently; a batch reaction gets all messages of its type together.
 *
 * It is a plain function of plain values, so the simulation runs the same code as Lambda.
 */
export const consumer = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: OwnMessages = {},
): Consume => {
  const reactionTo = (type: string): OwnMessage | (BatchReaction<unknown> & Pick<OwnMessage, 'schema'>) => {
    const own = Object.hasOwn(ownMessages, type) ? ownMessages[type] : undefined;
    if (own !== undefined) return own;
    const event = subscribed(name, type);
    const reaction = reactions[event] as Reaction<unknown> | BatchReaction<unknown>;
    const schema = eventSchemas[event];
    return typeof reaction === 'function' ? { schema, react: reaction } : { schema, ...reaction };
  };

  const read = (at: number, body: string): Read => {
    const message = parseMessage(body);
    const data = z.safeParse(reactionTo(message.type).schema, message.data);
    if (!data.success) throw invalidMessage(`${message.type} does not match its schema`, data.error);
    const context = { ...traceOf(message), sentAt: message.time };
    return { at, message, delivery: { data: data.data, context, message } };
  };

  const run = async (type: string, deliveries: readonly Delivery<unknown>[]) => {
    const reaction = reactionTo(type);
    if ('together' in reaction) return reaction.together(deliveries);
    return Promise.all(
      deliveries.map(async ({ data, context }): Promise<DeliveryResult> => {
        try {
          await reaction.react(data, context);
          return { outcome: 'done' };
        } catch (error) {
          return { outcome: 'failed', error };
        }
      }),
    );
  };

  return async (received) => {
    const dispositions: Disposition[] = [];
    const byType = new Map<string, Read[]>();
    for (const [at, { body, receive }] of received.entries()) {
      try {
        const one = read(at, body);
        byType.set(one.message.type, [...(byType.get(one.message.type) ?? []), one]);
      } catch (error) {
        dispositions[at] = dispositionOf(error, receive);
      }
    }
    const conclude = ({ at, message }: Read, result: DeliveryResult): void => {
      const receive = received[at]?.receive ?? { count: 1, max: 1 };
      dispositions[at] =
        result.outcome === 'done'
          ? { outcome: 'acknowledge', message }
          : dispositionOf(result.error, receive);
    };
    const settle = async (type: string, reads: readonly Read[]): Promise<void> => {
      try {
        const results = await run(
          type,
          reads.map(({ delivery }) => delivery),
        );
        for (const [index, one] of reads.entries()) conclude(one, results[index] ?? unanswered(type));
      } catch (error) {
        for (const one of reads) conclude(one, { outcome: 'failed', error });
      }
    };
    await Promise.all([...byType].map(([type, reads]) => settle(type, reads)));
    return dispositions;
  };
};

/** The type as one that the inbox subscribes to. @throws AppError `invalid` if it does not. */
const subscribed = <Name extends InboxName>(name: Name, type: string): InboxEvent<Name> => {
  const events: readonly string[] = inboxes[name].events;
  if (events.includes(type)) return type as InboxEvent<Name>;
  throw new AppError('invalid', 'message.unknown-type', `${name} is not subscribed to ${type}`);
};

const unanswered = (type: string): DeliveryResult => ({
  outcome: 'failed',
  error: new AppError('unavailable', 'message.unanswered', `The reaction to ${type} left a message out`),
});
