import type {
  Delivery,
  Email,
  Mailer,
  Texter,
  TextMessage,
} from '../../../functions/notifications/domain/providers.ts';

/** How a provider takes the next message: as a delivery, or it throws what is given. */
export type Behaviour = Delivery | Error;

/** A provider in memory: keeps what it was given, and takes it as it is told to, or as `usually`. */
const memoryProvider = <Message>(usually: (message: Message) => Delivery) => {
  const sent: Message[] = [];
  const behaviours: Behaviour[] = [];
  return {
    /** What the provider took, in order. */
    sent: sent as readonly Message[],
    /** The next messages are taken this way, one each; then as usual. */
    behave: (...next: readonly Behaviour[]): void => {
      behaviours.push(...next);
    },
    send: async (message: Message): Promise<Delivery> => {
      const behaviour = behaviours.shift() ?? usually(message);
      if (behaviour instanceof Error) throw behaviour;
      if (behaviour.outcome === 'sent') sent.push(message);
      return behaviour;
    },
  };
};

/** Sends e-mails nowhere; refuses an address without a domain, as SES does. */
export const memoryMailer = () =>
  memoryProvider<Email>(({ to }) =>
    /.@./.test(to) ? { outcome: 'sent' } : { outcome: 'refused', code: 'InvalidParameterValue' },
  ) satisfies Mailer;

/** Sends text messages nowhere. */
export const memoryTexter = () => memoryProvider<TextMessage>(() => ({ outcome: 'sent' })) satisfies Texter;
