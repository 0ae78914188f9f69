import { formatMoney } from '../../shared/kernel/money.ts';
import { instant } from '../common/instant.ts';
import type { Order, Payment } from './order-story.ts';

type Refund = Payment['refunds'][number];

const words: Readonly<Record<Refund['status'], string>> = {
  PENDING: 'is on its way',
  SETTLED: 'was returned to you',
  FAILED: 'could not be returned yet. We look after it.',
};

/** Shows the progress of refunds. Shows nothing if there is no refund. */
export const Refunds = ({
  order,
  payment,
}: {
  readonly order: Order;
  readonly payment: Payment | undefined;
}) => {
  const refunds = payment?.refunds ?? [];
  if (refunds.length === 0 && order.refundedAmount === 0) return null;
  return (
    <section class="panel" aria-labelledby="refunds">
      <h2 id="refunds">Money back</h2>
      <ul class="refunds">
        {refunds.map(({ refundId, amount, status, requestedAt }) => (
          <li key={refundId}>
            <strong>{formatMoney(amount, order.currency)}</strong> {words[status]}{' '}
            <span class="soft">(since {instant(requestedAt).replace(/^on /, '')})</span>
          </li>
        ))}
      </ul>
      <p class="items-total">
        <span>Returned so far</span>
        <strong>
          {formatMoney(order.refundedAmount, order.currency)} of{' '}
          {formatMoney(order.paidAmount, order.currency)}
        </strong>
      </p>
      <p class="soft small-text">Banks may take some days to show it.</p>
    </section>
  );
};
