import { money } from '../parts/amounts.ts';
import { At } from '../parts/now.tsx';
import { declinedOf, type Order, type Payment } from './story.ts';

const statuses: Readonly<Record<Payment['status'], string>> = {
  PENDING: 'Not paid yet',
  FAILED: 'Last attempt declined',
  CLOSED: 'Closed without a payment',
  CAPTURED: 'Received',
  PARTIALLY_REFUNDED: 'Received, and partly returned',
  REFUNDED: 'Returned',
};

const refundWords: Readonly<Record<Payment['refunds'][number]['status'], string>> = {
  PENDING: 'on its way',
  SETTLED: 'returned',
  FAILED: 'failed',
};

const Refund = ({
  refund,
  currency,
}: {
  readonly refund: Payment['refunds'][number];
  readonly currency: string;
}) => (
  <li class={refund.status === 'FAILED' ? 'failed' : ''}>
    <strong class="amount">{money(refund.amount, currency)}</strong> {refundWords[refund.status]}
    <span class="soft">
      , requested <At at={refund.requestedAt} />
    </span>
    {refund.reason !== undefined && (
      <p>
        <span class="soft">Reason: </span>
        <bdi>{refund.reason}</bdi>
      </p>
    )}
    {refund.failure !== undefined && <p class="slow">The provider says: {refund.failure}</p>}
  </li>
);

/** The money of an order: attempts to pay, refunds, disputes. */
export const PaymentPanel = ({
  order,
  payment,
}: {
  readonly order: Order | undefined;
  readonly payment: Payment | undefined;
}) => {
  const declined = order === undefined ? [] : declinedOf(order);
  return (
    <section class="panel" aria-labelledby="payment">
      <h2 id="payment">Money</h2>
      {payment === undefined ? (
        <p class="soft">There is no payment.</p>
      ) : (
        <p>
          {statuses[payment.status]}:{' '}
          <strong class="amount">{money(payment.amount, payment.currency)}</strong>
        </p>
      )}
      {declined.length > 0 && (
        <ul class="lines" aria-label="Declined attempts">
          {declined.map(({ at, reason }) => (
            <li key={at} class="failed">
              Declined <At at={at} />
              {reason !== '' && `: ${reason}`}
            </li>
          ))}
        </ul>
      )}
      {payment !== undefined && payment.refunds.length > 0 && (
        <ul class="lines" aria-label="Refunds">
          {payment.refunds.map((refund) => (
            <Refund key={refund.refundId} refund={refund} currency={payment.currency} />
          ))}
        </ul>
      )}
      {payment !== undefined && payment.refundedOutside > 0 && (
        <p>
          Returned at the provider, not through Orderly:{' '}
          <strong class="amount">{money(payment.refundedOutside, payment.currency)}</strong>
        </p>
      )}
      {payment?.disputes !== undefined && payment.disputes.length > 0 && (
        <ul class="lines" aria-label="Disputes">
          {payment.disputes.map(({ disputeId, amount, status, reason, openedAt, fundsWithdrawn }) => (
            <li key={disputeId} class={status === 'WON' ? '' : 'failed'}>
              Dispute {status.toLowerCase()}:{' '}
              <strong class="amount">{money(amount, payment.currency)}</strong>, {reason}, since{' '}
              <At at={openedAt} />
              {fundsWithdrawn && ', the bank has taken the money'}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
