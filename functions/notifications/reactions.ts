import type { EventData } from '../../shared/events/catalog.ts';
import * as z from 'zod/mini';
import { InstantField } from '../../shared/events/fields.ts';
import { eventId } from '../../shared/events/integration-event.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { isPseudonym } from '../../shared/kernel/ids.ts';
import {
  ownMessage,
  type OwnMessages,
  type Reaction,
  type SingleReactions,
} from '../../shared/messaging/consumer.ts';
import type { ContactStore } from './domain/contact.ts';
import type { MailFeedback } from './domain/feedback.ts';
import type { MessageLog } from './domain/message-log.ts';
import type { Notify } from './domain/notification.ts';
import { messages, type NotifiedEvent } from './messages.ts';

/** One reaction for each event that customers are notified of. */
type NotificationReactions = { readonly [Type in NotifiedEvent]: Reaction<EventData<Type>> };

/** What the reactions need: a way to notify, and the stores of customer data. */
export interface NotificationsInboxDependencies {
  readonly notify: Notify;
  readonly contacts: Pick<ContactStore, 'forget'>;
  readonly log: Pick<MessageLog, 'forget'>;
  readonly now: Clock;
}

/**
 * The id of a message that a customer gets only once for an order: the id of the first event of this type. OrderCreated
 * is published for each attempt to get stock, each time with another id. All these events state the same fact: the
 * order was received.
 */
const onlyMessageOf = (eventType: NotifiedEvent, orderId: string): string =>
  eventId(eventType, orderId, eventType === 'OrderCreated' ? 1 : undefined);

/** Sends the customer the message that `messages` has for each event, and forgets customers who ask to be forgotten. */
export const reactions = ({
  notify,
  contacts,
  log,
  now,
}: NotificationsInboxDependencies): SingleReactions<'notifications-inbox'> => {
  const sendMessageOf =
    <Type extends NotifiedEvent>(
      eventType: Type,
    ): Reaction<EventData<Type> & { readonly orderId: string; readonly customerId: string }> =>
    (data, context) => {
      const { meaning, content, most } = messages[eventType];
      const { orderId, customerId } = data;
      // If the id is a pseudonym, the customer was forgotten. OrderAnonymised may arrive later, and so may older events
      // with the real id. After `log.forget`, none of these events causes a message.
      if (isPseudonym(customerId)) return log.forget(orderId, now());
      const repeats = most === undefined ? { messageId: onlyMessageOf(eventType, orderId) } : { most };
      return notify({ eventType, orderId, customerId, ...repeats, meaning, content: content(data) }, context);
    };

  const all = Object.fromEntries(
    Object.keys(messages).map((type) => [type, sendMessageOf(type as NotifiedEvent)]),
  ) as unknown as NotificationReactions;

  return {
    ...all,
    // If there is nothing left to refund, a refund completes with amount 0. The customer gets no message about it. The
    // customer also gets no message about a dispute that the shop lost, because the customer's bank reports it.
    RefundCompleted: async (data, context) => {
      if (data.amount !== 0 && data.reason !== 'dispute-lost') await all.RefundCompleted(data, context);
    },
    CustomerErasureRequested: ({ customerId, requestedAt }) => contacts.forget(customerId, requestedAt),
    OrderAnonymised: ({ orderId }) => log.forget(orderId, now()),
  };
};

/** A report about a mail, as `parseSesEvent` reads it. */
const Feedback = z.strictObject({
  kind: z.enum(['bounced', 'complained', 'other']),
  at: InstantField,
  customerId: z.optional(z.string()),
  addresses: z.array(z.string()),
});

/**
 * How the service handles reports about e-mails. The reports are not integration events, because SES publishes them.
 */
export const feedbackMessages = (hear: (feedback: MailFeedback) => Promise<void>): OwnMessages => ({
  MailFeedback: ownMessage(Feedback, hear),
});
