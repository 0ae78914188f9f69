import { reactions } from '../../../functions/notifications/reactions.ts';
import { sendNotification } from '../../../functions/notifications/send-notification/send-notification.ts';
import type { Ports } from '../world/ports.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some ports of the notifications alone. */
const sending =
  (replace: (ports: Ports) => Partial<Ports>): NonNullable<Mutant['services']> =>
  (services, { ports }) => {
    const { contacts, log, settledOrders, mailer, texter } = { ...ports, ...replace(ports) };
    const { now, claimSeconds } = services.dependencies;
    const notify = sendNotification({
      contacts,
      log,
      settledOrders,
      mailer,
      texter,
      now,
      claimSeconds,
      onRefused: () => undefined,
    });
    return {
      ...services,
      reactions: { ...services.reactions, 'notifications-inbox': reactions(notify) },
    };
  };

/** Bugs in notifications. */
export const notificationsMutants: readonly Mutant[] = [
  {
    name: 'sent-per-redelivery',
    service: 'notifications',
    bug: 'Each delivery of an event sends its message.',
    services: sending(({ log }) => ({
      log: {
        ...log,
        claim: async (key, now, until) => {
          await log.claim(key, now, until);
          return 'claimed';
        },
      },
    })),
  },
  {
    name: 'recorded-before-sent',
    service: 'notifications',
    bug: 'A message counts as done once a worker claimed it, also when the worker died before sending it.',
    services: sending(({ log }) => ({
      log: {
        ...log,
        claim: async (key, now, until) => {
          const claim = await log.claim(key, now, until);
          return claim === 'busy' ? 'done' : claim;
        },
      },
    })),
  },
  {
    name: 'asked-in-vain',
    service: 'notifications',
    bug: 'Links and reminders are sent also when the order is known to be paid or over.',
    services: sending(({ settledOrders }) => ({
      settledOrders: { ...settledOrders, has: () => Promise.resolve(false) },
    })),
  },
];
