import {
  isCaptured,
  isPayable,
  refundedOutside,
  type Dispute,
  type Payment,
  type Refund,
} from './payment.ts';

/** A refund as the API returns it. Only staff see `reason`, which is an internal text, and `failure`. */
export type RefundView = Pick<Refund, 'refundId' | 'amount' | 'status' | 'requestedAt'> &
  Partial<Pick<Refund, 'reason' | 'failure'>>;

/** A payment as the API returns it. */
export interface PaymentView {
  readonly orderId: string;
  readonly status: Exclude<Payment['status'], 'TOMBSTONE'>;
  readonly amount: number;
  readonly currency: string;
  /** Present only while the customer may still pay. */
  readonly paymentLink?: string;
  readonly refunds: readonly RefundView[];
  /** Minor units that the customer got back without this service: refunds at the provider, and lost disputes. */
  readonly refundedOutside: number;
  /** Only staff see the disputes. */
  readonly disputes?: readonly Dispute[];
}

/** The kind of caller that a payment is shown to. */
export type Viewer = 'customer' | 'staff';

/** The fields of a refund that the API returns. */
export const viewRefund = (
  { refundId, amount, status, reason, requestedAt, failure }: Refund,
  viewer: Viewer,
): RefundView => ({
  refundId,
  amount,
  status,
  requestedAt,
  ...(viewer === 'staff' ? { reason, ...(failure === undefined ? {} : { failure }) } : {}),
});

/** The payment as the API returns it, or `undefined` for a tombstone (the record of an order without a payment). */
export const viewPayment = (payment: Payment, viewer: Viewer): PaymentView | undefined => {
  if (payment.status === 'TOMBSTONE') return undefined;
  const { orderId, status, amount, currency } = payment;
  const link = isPayable(payment) ? payment.session?.url : undefined;
  return {
    orderId,
    status,
    amount,
    currency,
    ...(link === undefined ? {} : { paymentLink: link }),
    refunds: isCaptured(payment) ? payment.refunds.map((refund) => viewRefund(refund, viewer)) : [],
    refundedOutside: isCaptured(payment) ? refundedOutside(payment) : 0,
    ...(viewer === 'staff' ? { disputes: isCaptured(payment) ? (payment.outside?.disputes ?? []) : [] } : {}),
  };
};
