import type {
  CapturedPayment,
  ClosedPayment,
  FailedPayment,
  PaymentTombstone,
  PendingPayment,
  Refund,
} from '../../../functions/payments/domain/payment.ts';
import { AT, ORDER, SESSION } from './world.ts';

const terms = {
  orderId: ORDER,
  customerId: 'alice',
  amount: 1000,
  currency: 'EUR',
  payBy: '2026-03-01T10:00:00.000Z',
  requestedAt: AT,
  correlationId: 'corr-1',
};
export const session = { id: SESSION, url: `https://pay.example/${SESSION}` };

export const unlinked: PendingPayment = { ...terms, status: 'PENDING' };
export const pending: PendingPayment = { ...terms, status: 'PENDING', session };
export const failed: FailedPayment = {
  ...terms,
  status: 'FAILED',
  session,
  declineId: 'msg_0',
  declineReason: 'card_declined',
};
export const closed: ClosedPayment = { ...terms, status: 'CLOSED', session, closedAt: AT };
export const captured: CapturedPayment = {
  ...terms,
  status: 'CAPTURED',
  session,
  capturedAt: AT,
  refunds: [],
};
export const tombstone: PaymentTombstone = {
  status: 'TOMBSTONE',
  orderId: ORDER,
  customerId: 'alice',
  closedAt: AT,
};

/** An entry of a payment's ledger (its list of refunds). */
export const refundEntry = (overrides: Partial<Refund> & Pick<Refund, 'refundId'>): Refund => ({
  amount: 400,
  status: 'PENDING',
  reason: 'broken',
  requestedAt: AT,
  attempt: 1,
  ...overrides,
});

/** A captured payment with these refunds. */
export const withRefunds = (...refunds: readonly Refund[]): CapturedPayment => ({ ...captured, refunds });

/** A captured payment. 400 of its amount was refunded at the provider, and the rest is disputed. */
export const disputed = {
  ...captured,
  status: 'PARTIALLY_REFUNDED',
  outside: {
    revision: 1,
    refunded: 400,
    disputes: [
      {
        disputeId: 'dp_1',
        amount: 600,
        status: 'OPEN',
        fundsWithdrawn: true,
        reason: 'fraudulent',
        openedAt: AT,
      },
    ],
  },
} as const satisfies CapturedPayment;
