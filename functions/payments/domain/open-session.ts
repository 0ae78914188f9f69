import type { Currency } from '../../../shared/kernel/money.ts';
import type { PaymentSession, PaymentTerms } from './payment.ts';
import { sessionRequestOf, type PaymentGateway } from './payment-gateway.ts';

/** A refusal as it is told to people: no personal data. */
export interface SessionRefusal {
  readonly orderId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly reason: string;
}

/** What it takes to have a payment's session at the provider. */
export interface SessionDependencies {
  readonly gateway: PaymentGateway;
  /** Hears of each refusal. The shell writes it to the log. */
  readonly onSessionRefused: (refusal: SessionRefusal) => void;
}

/**
 * Opens a payment's session, or finds the one that was opened before.
 * @returns `undefined` when the provider refuses it for good.
 * @throws AppError as the gateway does.
 */
export const openSession = async (
  { gateway, onSessionRefused }: SessionDependencies,
  payment: PaymentTerms,
): Promise<PaymentSession | undefined> => {
  const creation = await gateway.createSession(sessionRequestOf(payment));
  if (creation.outcome === 'created') return { id: creation.session.id, url: creation.session.url };
  const { orderId, amount, currency } = payment;
  onSessionRefused({ orderId, amount, currency, reason: creation.reason });
  return undefined;
};
