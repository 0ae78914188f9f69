import type {
  Email,
  Mailer,
  SendResult,
  Texter,
  TextMessage,
} from '../../../functions/notifications/domain/providers.ts';

/** How a provider takes the next message: with this result, or by throwing this error. */
export type Behaviour = SendResult | Error;

/** A provider in memory. It keeps what it took, and behaves as `behave` says, or as `usually`. */
const memoryProvider = <Message>(usually: (message: Message) => SendResult) => {
  const sent: Message[] = [];
  const behaviours: Behaviour[] = [];
  return {
    /** What the provider took, in order. */
    sent: sent as readonly Message[],
    /** How the next messages are taken, one each. After that, as usual. */
    behave: (...next: readonly Behaviour[]): void => {
      behaviours.push(...next);
    },
    send: async (message: Message): Promise<SendResult> => {
      const behaviour = behaviours.shift() ?? usually(message);
      if (behaviour instanceof Error) throw behaviour;
      if (behaviour.outcome === 'sent') sent.push(message);
      return behaviour;
    },
  };
};

/** Sends no e-mails. Refuses an address without a domain, as SES does. */
export const memoryMailer = () =>
  memoryProvider<Email>(({ to }) =>
    /.@./.test(to) ? { outcome: 'sent' } : { outcome: 'refused', code: 'InvalidParameterValue' },
  ) satisfies Mailer;

/** Sends no text messages. */
export const memoryTexter = () => memoryProvider<TextMessage>(() => ({ outcome: 'sent' })) satisfies Texter;
