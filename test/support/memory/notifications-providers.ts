import type {
  Email,
  Mailer,
  SendResult,
  Texter,
  TextMessage,
} from '../../../functions/notifications/domain/providers.ts';

/** What a provider does with a message: it returns this result, or throws this error. */
export type Behaviour = SendResult | Error;

/** A provider in memory that records accepted messages. If no behaviour was set with `behave`, it calls `usually`. */
const memoryProvider = <Message>(usually: (message: Message) => SendResult) => {
  const sent: Message[] = [];
  const behaviours: Behaviour[] = [];
  return {
    sent: sent as readonly Message[],
    /** Sets what happens to the next messages, one behaviour for each message. */
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

/** A mailer in memory. It refuses an address without a domain, as SES does. */
export const memoryMailer = () =>
  memoryProvider<Email>(({ to }) =>
    /.@./.test(to) ? { outcome: 'sent' } : { outcome: 'refused', code: 'InvalidParameterValue' },
  ) satisfies Mailer;

/** A sender of text messages in memory. It accepts every message. */
export const memoryTexter = () => memoryProvider<TextMessage>(() => ({ outcome: 'sent' })) satisfies Texter;
