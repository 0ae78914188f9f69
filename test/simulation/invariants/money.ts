import {
  committedAmount,
  isCaptured,
  type Payment,
  settledAmount,
} from '../../../functions/payments/domain/payment.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/**
 * Payments agrees with the provider. Captures were paid and stay captured. Refunds never exceed the capture. A refund
 * is settled only if the provider made it, and fails after settling only if the bank returned it.
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
    const settled = settledAmount(payment.refunds);
    // A refund that the bank returned counts as settled until its webhook arrives.
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
