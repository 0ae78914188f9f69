import {
  committedAmount,
  isCaptured,
  refundedTotal,
  type Payment,
  settledAmount,
} from '../../../functions/payments/domain/payment.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/**
 * Rules for payments, compared with the state at the provider:
 * - A captured payment was paid at the provider with the same amount, and stays captured.
 * - A closed payment stays closed, unless the provider reports that it was paid after all.
 * - Refunds never exceed the captured amount.
 * - A refund is settled only if the provider made it.
 * - A settled refund fails only if the bank returned the money.
 */
export const moneyInvariants = ({ world, provider }: Shop): Observer => {
  const { kernel } = world;

  const checkLedger = (payment: Payment, name: string): void => {
    if (!isCaptured(payment)) return;
    const session = provider.sessionOf(payment.orderId);
    if (session?.status !== 'paid' || session.amount !== payment.amount) {
      kernel.fail(
        'captured-is-paid',
        `${name}: ${payment.amount} captured; the session is ${session?.status}`,
      );
    }
    const committed = committedAmount(payment.refunds);
    if (committed > payment.amount) {
      kernel.fail('refunds-within-capture', `${name}: refunds of ${committed} out of ${payment.amount}`);
    }
    const settled = refundedTotal(payment);
    // A refund that the bank returned stays settled in the payment's list of refunds until the webhook about it
    // arrives.
    if (settled > provider.refundedOf(payment.orderId) + provider.returnedOf(payment.orderId)) {
      kernel.fail(
        'settled-is-given-back',
        `${name}: ${settled} settled, ${provider.refundedOf(payment.orderId)} given back`,
      );
    }
  };

  return {
    store: {
      onPayment: (payment, before) => {
        const name = world.orderName(payment.orderId);
        world.trace.note(() => `payment of ${name}: ${before?.status ?? 'new'} -> ${payment.status}`);
        checkLedger(payment, name);
        if (before === undefined) return;
        if (isCaptured(before) && !isCaptured(payment)) {
          kernel.fail(
            'captured-stays',
            `${name}: the payment went from ${before.status} to ${payment.status}`,
          );
        }
        const isOver = before.status === 'CLOSED' || before.status === 'TOMBSTONE';
        if (isOver && (payment.status === 'PENDING' || payment.status === 'FAILED')) {
          kernel.fail('closed-stays', `${name}: the payment went from ${before.status} to ${payment.status}`);
        }
        if (
          isCaptured(before) &&
          isCaptured(payment) &&
          settledAmount(before.refunds) - settledAmount(payment.refunds) >
            provider.returnedOf(payment.orderId)
        ) {
          kernel.fail('settled-stays', `${name}: a settled refund vanished from the ledger`);
        }
      },
    },
  };
};
