import type { EventData } from '../../shared/events/catalog.ts';
import type { Reaction } from '../../shared/messaging/consumer.ts';
import type { Notify } from './domain/notification.ts';
import { messages, type NotifiedEvent } from './messages.ts';

/** One reaction for each event that customers are notified of. */
export type NotificationReactions = { readonly [Type in NotifiedEvent]: Reaction<EventData<Type>> };

/** Every event of the table of messages is sent to its customer. */
export const reactions = (notify: Notify): NotificationReactions => {
  const sendMessageOf =
    <Type extends NotifiedEvent>(
      eventType: Type,
    ): Reaction<EventData<Type> & { readonly orderId: string; readonly customerId: string }> =>
    (data, context) => {
      const { meaning, content } = messages[eventType];
      const { orderId, customerId } = data;
      return notify({ eventType, orderId, customerId, meaning, content: content(data) }, context);
    };

  const all = Object.fromEntries(
    Object.keys(messages).map((type) => [type, sendMessageOf(type as NotifiedEvent)]),
  ) as unknown as NotificationReactions;

  return {
    ...all,
    // A refund that found no money left completes with amount 0. The customer gets no message about it.
    RefundCompleted: async (data, context) => {
      if (data.amount !== 0) await all.RefundCompleted(data, context);
    },
  };
};
