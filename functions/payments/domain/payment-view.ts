import { isCaptured, isPayable, type Payment } from './payment.ts';
import type { Refund } from './refund.ts';

/** A refund as it is shown. */
export type RefundView = Pick<Refund, 'refundId' | 'amount' | 'status' | 'reason' | 'requestedAt'>;

/** A payment as it is shown. */
export interface PaymentView {
  readonly orderId: string;
  readonly status: Exclude<Payment['status'], 'TOMBSTONE'>;
  readonly amount: number;
  readonly currency: string;
  /** Only while it can be paid. */
  readonly paymentLink?: string;
  readonly refunds: readonly RefundView[];
}

/** The public part of a refund. */
export const viewRefund = ({ refundId, amount, status, reason, requestedAt }: Refund): RefundView => ({
  refundId,
  amount,
  status,
  reason,
  requestedAt,
});

/** The public part of a payment; `undefined` for a tombstone, behind which there never was one. */
export const viewPayment = (payment: Payment): PaymentView | undefined => {
  if (payment.status === 'TOMBSTONE') return undefined;
  const { orderId, status, amount, currency } = payment;
  const link = isPayable(payment) ? payment.session?.url : undefined;
  return {
    orderId,
    status,
    amount,
    currency,
    ...(link === undefined ? {} : { paymentLink: link }),
    refunds: isCaptured(payment) ? payment.refunds.map(viewRefund) : [],
  };
};
