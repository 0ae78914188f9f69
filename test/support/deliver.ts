import type { QueueMessage } from '../../shared/events/integration-event.ts';
import type { InboxName } from '../../shared/events/subscriptions.ts';
import { consumer, type OwnMessages, type Reactions } from '../../shared/messaging/consumer.ts';

/**
 * Creates an inbox that receives one message at a time.
 * @returns a function that processes a message and returns it, or throws the error that the message failed with.
 */
export const deliverTo = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: OwnMessages = {},
): ((body: unknown) => Promise<QueueMessage>) => {
  const consume = consumer(name, reactions, ownMessages);
  return async (body) => {
    const receive = { count: 1, max: 1 };
    const [disposition] = await consume([{ body: JSON.stringify(body), receive }]);
    if (disposition?.outcome === 'acknowledge') return disposition.message;
    throw disposition?.error ?? new Error('The message was left out');
  };
};
