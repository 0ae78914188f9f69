import type { Notification, Notify } from '../../../functions/notifications/domain/notification.ts';
import type { Claim, MessageLog } from '../../../functions/notifications/domain/message-log.ts';
import type { AppError } from '../../../shared/errors.ts';
import { reactions } from '../../../functions/notifications/reactions.ts';
import { sendNotification } from '../../../functions/notifications/send-notification.ts';
import type { Ports } from '../world/ports.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some ports for the notifications service only. */
const sending =
  (
    replace: (ports: Ports) => Partial<Ports>,
    change: (notification: Notification) => Notification = (notification) => notification,
  ): NonNullable<Mutant['services']> =>
  (services, { ports }) => {
    const { contacts, log, mailer, texter } = { ...ports, ...replace(ports) };
    const { now, claimSeconds } = services.dependencies;
    const send = sendNotification({
      contacts,
      log,
      mailer,
      texter,
      now,
      claimSeconds,
      textCountries: ['DE'],
      maxMessagesADay: 10_000,
      onSuppressed: () => undefined,
      onRefused: () => undefined,
    });
    const notify: Notify = (notification, context) => send(change(notification), context);
    return {
      ...services,
      reactions: { ...services.reactions, 'notifications-inbox': reactions({ notify, contacts, log, now }) },
    };
  };

const claiming = (claim: (real: MessageLog['claim'], wanted: Claim) => ReturnType<MessageLog['claim']>) =>
  sending(({ log }) => ({ log: { ...log, claim: (wanted) => claim(log.claim, wanted) } }));

const refusedForGood = { outcome: 'refused', code: 'MessageRejected' } as const;
const over = { status: 'REFUSED', refusedAt: '', code: '' } as const;

export const notificationsMutants: readonly Mutant[] = [
  {
    name: 'sent-to-unverified-addresses',
    service: 'notifications',
    bug: 'Messages are sent to addresses that nobody has verified.',
    services: sending(({ contacts }) => ({
      contacts: {
        ...contacts,
        loadEventuallyConsistent: async (customerId) => {
          const contact = await contacts.loadEventuallyConsistent(customerId);
          const verified = { verifiedAt: '2026-03-01T08:00:00.000Z' };
          return (
            contact && {
              ...contact,
              ...(contact.email === undefined ? {} : { email: { ...contact.email, ...verified } }),
              ...(contact.phone === undefined ? {} : { phone: { ...contact.phone, ...verified } }),
            }
          );
        },
      },
    })),
  },
  {
    name: 'sent-to-stopped-addresses',
    service: 'notifications',
    bug: 'Messages are sent to addresses that have bounced, or whose owners complained.',
    services: sending(({ contacts }) => ({
      contacts: {
        ...contacts,
        loadEventuallyConsistent: async (customerId) => {
          const contact = await contacts.loadEventuallyConsistent(customerId);
          if (contact?.email === undefined) return contact;
          const { stopped: _stopped, ...email } = contact.email;
          return { ...contact, email };
        },
      },
    })),
  },
  {
    name: 'sent-per-redelivery',
    service: 'notifications',
    bug: 'Every redelivery of an event sends its message again.',
    services: claiming(async (claim, wanted) => {
      const answer = await claim(wanted);
      return { ...answer, outcome: 'claimed' };
    }),
  },
  {
    name: 'told-per-attempt',
    service: 'notifications',
    bug: 'The message that the order was received is sent again each time the order requests its stock.',
    services: sending(
      () => ({}),
      ({ messageId: _id, ...notification }) => notification,
    ),
  },
  {
    name: 'each-decline-told',
    service: 'notifications',
    bug: 'The customer is told of each declined attempt to pay, however many there are.',
    services: sending(
      () => ({}),
      ({ most: _most, ...notification }) => notification,
    ),
  },
  {
    name: 'recorded-before-sent',
    service: 'notifications',
    bug: 'A message counts as sent when a worker claims it, even if the worker dies before sending it.',
    services: claiming(async (claim, wanted) => {
      const answer = await claim(wanted);
      if (answer.outcome === 'claimed') return answer;
      const messages = answer.log.messages.map((message) => ({ ...message, state: over }));
      return { ...answer, log: { ...answer.log, messages } };
    }),
  },
  {
    name: 'done-on-one-channel',
    service: 'notifications',
    bug: 'An event counts as sent on all channels after it was sent on one.',
    services: claiming(async (claim, wanted) => {
      const answer = await claim(wanted);
      if (answer.outcome === 'claimed') return answer;
      const { eventId, channels } = wanted;
      const told = answer.log.messages.some(
        ({ eventId: id, state }) => id === eventId && state.status !== 'CLAIMED',
      );
      const messages = channels.map((channel) => ({ eventId, channel, state: over }));
      return told ? { ...answer, log: { ...answer.log, messages } } : answer;
    }),
  },
  {
    name: 'asked-in-vain',
    service: 'notifications',
    bug: 'Payment links and reminders are sent even if the order is known to be paid or over.',
    services: claiming((claim, wanted) =>
      claim({ ...wanted, meaning: wanted.meaning === 'asks' ? 'neither' : wanted.meaning }),
    ),
  },
  {
    name: 'settlement-forgotten',
    service: 'notifications',
    bug: 'The message about a paid or ended order is sent, but the message log does not record that the order is paid or over.',
    services: claiming((claim, wanted) =>
      claim({ ...wanted, meaning: wanted.meaning === 'settles' ? 'neither' : wanted.meaning }),
    ),
  },
  {
    name: 'account-refusal-recorded',
    service: 'notifications',
    bug: 'While SES has paused the account, each e-mail is recorded as if SES had refused its recipient.',
    services: sending(({ mailer }) => ({
      mailer: {
        send: async (email) => {
          try {
            return await mailer.send(email);
          } catch (error) {
            if ((error as AppError).code === 'mail.account-paused') return refusedForGood;
            throw error;
          }
        },
      },
    })),
  },
];
