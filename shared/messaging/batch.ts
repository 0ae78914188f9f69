import { AppError } from '../errors.ts';
import type { EventData } from '../events/catalog.ts';
import type { Message } from '../events/envelope.ts';
import type { InboxEvent, InboxName } from '../events/subscriptions.ts';
import type { Delivery, DeliveryResult } from '../kernel/delivery.ts';
import { readMessage, type Dispatch, type Reaction } from './dispatch.ts';
import { dispositionOf, parseJson, type Disposition, type Receive } from './disposition.ts';

/** What a service does about several messages of one type at once. It answers one result for each, in their order. */
export type BatchReaction<Data> = (
  deliveries: readonly Delivery<Data>[],
) => Promise<readonly DeliveryResult[]>;

/** One reaction for each event that an inbox is subscribed to: a missing one does not compile. */
export type BatchReactions<Name extends InboxName> = {
  readonly [Type in InboxEvent<Name>]: BatchReaction<EventData<Type>>;
};

/** A reaction to one message as one to several, which run concurrently. */
export const oneByOne =
  <Data>(react: Reaction<Data>): BatchReaction<Data> =>
  (deliveries) =>
    Promise.all(
      deliveries.map(async ({ data, context }): Promise<DeliveryResult> => {
        try {
          await react(data, context);
          return { outcome: 'done' };
        } catch (error) {
          return { outcome: 'failed', error };
        }
      }),
    );

/**
 * The dispatch of one message to reactions that take several: it is a batch of its own then.
 * @returns a function that answers the message, and throws AppError `invalid` or what the reaction failed with.
 */
export const singleDispatcher =
  <Name extends InboxName>(name: Name, reactions: BatchReactions<Name>): Dispatch =>
  async (body) => {
    const { message, data, context } = readMessage(name, body);
    const react = reactions[message.type as InboxEvent<Name>] as BatchReaction<unknown>;
    const [result = unanswered(message.type)] = await react([{ data, context, message }]);
    if (result.outcome === 'failed') throw result.error;
    return message;
  };

/** A message as it came off a queue. */
export interface ReceivedMessage {
  readonly body: string;
  readonly receive: Receive;
}

/** Takes some messages together and says what is to become of each, in their order. Never throws. */
export type ProcessBatch = (received: readonly ReceivedMessage[]) => Promise<readonly Disposition[]>;

interface Read {
  readonly at: number;
  readonly message: Message;
  readonly delivery: Delivery<unknown>;
}

/**
 * The dispatch of a whole batch: read each message, hand those of one type to their reaction together, and say what is to
 * become of each. A plain function of plain values, so that a simulation runs the same one as the Lambda.
 */
export const batchProcessor =
  <Name extends InboxName>(name: Name, reactions: BatchReactions<Name>): ProcessBatch =>
  async (received) => {
    const dispositions: Disposition[] = [];
    const byType = new Map<string, Read[]>();
    for (const [at, { body, receive }] of received.entries()) {
      try {
        const { message, data, context } = readMessage(name, parseJson(body));
        const read = { at, message, delivery: { data, context, message } };
        byType.set(message.type, [...(byType.get(message.type) ?? []), read]);
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
    const run = async (type: string, reads: readonly Read[]): Promise<void> => {
      const react = reactions[type as InboxEvent<Name>] as BatchReaction<unknown>;
      try {
        const results = await react(reads.map(({ delivery }) => delivery));
        for (const [index, read] of reads.entries()) conclude(read, results[index] ?? unanswered(type));
      } catch (error) {
        for (const read of reads) conclude(read, { outcome: 'failed', error });
      }
    };
    await Promise.all([...byType].map(([type, reads]) => run(type, reads)));
    return dispositions;
  };

const unanswered = (type: string): DeliveryResult => ({
  outcome: 'failed',
  error: new AppError('unavailable', 'message.unanswered', `The reaction to ${type} left a message out`),
});
