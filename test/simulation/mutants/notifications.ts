import type { MessageLog } from '../../../functions/notifications/domain/message-log.ts';
import type { Claim } from '../../../functions/notifications/domain/order-log.ts';
import { reactions } from '../../../functions/notifications/reactions.ts';
import { sendNotification } from '../../../functions/notifications/send-notification/send-notification.ts';
import type { Ports } from '../world/ports.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some ports of the notifications alone. */
const sending =
  (replace: (ports: Ports) => Partial<Ports>): NonNullable<Mutant['services']> =>
  (services, { ports }) => {
    const { contacts, log, mailer, texter } = { ...ports, ...replace(ports) };
    const { now, claimSeconds } = services.dependencies;
    const notify = sendNotification({
      contacts,
      log,
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

/** Replaces what a claim does. */
const claiming = (claim: (real: MessageLog['claim'], wanted: Claim) => ReturnType<MessageLog['claim']>) =>
  sending(({ log }) => ({ log: { ...log, claim: (wanted) => claim(log.claim, wanted) } }));

const over = { status: 'REFUSED', refusedAt: '', code: '' } as const;

/** Bugs in notifications. */
export const notificationsMutants: readonly Mutant[] = [
  {
    name: 'sent-per-redelivery',
    service: 'notifications',
    bug: 'Each delivery of an event sends its message.',
    services: claiming(async (claim, wanted) => {
      await claim(wanted);
      return 'claimed';
    }),
  },
  {
    name: 'recorded-before-sent',
    service: 'notifications',
    bug: 'A message counts as done once a worker claimed it, also when the worker died before sending it.',
    services: claiming(async (claim, wanted) => {
      const answer = await claim(wanted);
      if (answer === 'claimed') return answer;
      const messages = answer.messages.map((message) => ({ ...message, state: over }));
      return { ...answer, messages };
    }),
  },
  {
    name: 'done-on-one-channel',
    service: 'notifications',
    bug: 'An event counts as told on every channel once it was told on one.',
    services: claiming(async (claim, wanted) => {
      const answer = await claim(wanted);
      if (answer === 'claimed') return answer;
      const { eventId, channels } = wanted;
      const told = answer.messages.some(
        ({ eventId: id, state }) => id === eventId && state.status !== 'CLAIMED',
      );
      const messages = channels.map((channel) => ({ eventId, channel, state: over }));
      return told ? { ...answer, messages } : answer;
    }),
  },
  {
    name: 'asked-in-vain',
    service: 'notifications',
    bug: 'Links and reminders are sent also when the order is known to be paid or over.',
    services: claiming((claim, wanted) =>
      claim({ ...wanted, meaning: wanted.meaning === 'asks' ? 'neither' : wanted.meaning }),
    ),
  },
  {
    name: 'settlement-forgotten',
    service: 'notifications',
    bug: 'An order that is paid or over is told of, and not remembered as such.',
    services: claiming((claim, wanted) =>
      claim({ ...wanted, meaning: wanted.meaning === 'settles' ? 'neither' : wanted.meaning }),
    ),
  },
];
