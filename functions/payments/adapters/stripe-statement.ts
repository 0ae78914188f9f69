import type Stripe from 'stripe';
import type { Dispute } from '../domain/payment.ts';
import type { ListedRefund, ProviderSession, ProviderStatement } from '../domain/payment-gateway.ts';
import { fromStripeAmount, fromStripeTime, refundResultOf } from './stripe-values.ts';

/** The largest page of Stripe's lists. */
const PAGE = 100;

/**
 * Lists all refunds and disputes of a payment intent. Refunds that this service made have their idempotency key in
 * their metadata.
 * @param paymentIntent undefined if the session was never paid
 */
export const stripeStatement = async (
  stripe: Stripe,
  session: ProviderSession,
  paymentIntent: string | undefined,
): Promise<ProviderStatement> => {
  const refunds: ListedRefund[] = [];
  const disputes: Dispute[] = [];
  if (paymentIntent !== undefined) {
    const page = { payment_intent: paymentIntent, limit: PAGE };
    for await (const refund of stripe.refunds.list(page)) refunds.push(listedRefund(refund));
    for await (const dispute of stripe.disputes.list(page)) disputes.push(disputeOf(dispute));
  }
  return { session, refunds, disputes };
};

const listedRefund = (refund: Stripe.Refund): ListedRefund => {
  const key = refund.metadata?.['refundKey'];
  return {
    ...(key === undefined ? {} : { key }),
    amount: fromStripeAmount(refund.amount, refund.currency),
    result: refundResultOf(refund),
  };
};

const disputeOf = (dispute: Stripe.Dispute): Dispute => ({
  disputeId: dispute.id,
  amount: fromStripeAmount(dispute.amount, dispute.currency),
  status: statusOf(dispute.status),
  // A dispute has at most two transactions: the first withdraws the funds, and the second gives them back.
  fundsWithdrawn: dispute.balance_transactions.reduce((sum, { amount }) => sum + amount, 0) < 0,
  reason: dispute.reason,
  openedAt: fromStripeTime(dispute.created),
});

/**
 * Translates the status of a dispute. A status that begins with `warning` is an inquiry: the bank asks about the
 * payment, and may open a dispute later. A `prevented` dispute never takes money (API reference, "The Dispute object").
 */
const statusOf = (status: Stripe.Dispute.Status): Dispute['status'] => {
  if (status === 'lost') return 'LOST';
  return CLOSED_WITHOUT_LOSS.includes(status) ? 'WON' : 'OPEN';
};

const CLOSED_WITHOUT_LOSS: readonly string[] = ['won', 'warning_closed', 'prevented'];
