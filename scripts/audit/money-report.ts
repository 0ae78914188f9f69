import type { Disagreement, MoneyAudit } from './money.ts';

/** At most this many ids of orders are listed. */
const MOST_IDS = 20;

const lineOf = ({ orderId, about, order, payment }: Disagreement): string => {
  switch (about) {
    case 'order-missing':
      return `${orderId}  WRONG: the payment has no order; ${payment} captured`;
    case 'payment-missing':
      return `${orderId}  WRONG: the order has no payment; ${order} paid`;
    case 'currency':
      return `${orderId}  WRONG currency: ${order} in the order, ${payment} in the payment`;
    case 'paid':
      return `${orderId}  WRONG: ${order} paid in the order, ${payment} captured in the payment`;
    case 'refunded':
      return `${orderId}  WRONG: ${order} refunded in the order, ${payment} refunded in the payment`;
  }
};

const listOf = (ids: readonly string[]): readonly string[] => [
  ...ids.slice(0, MOST_IDS).map((id) => `  ${id}`),
  ...(ids.length > MOST_IDS ? [`  and ${ids.length - MOST_IDS} more`] : []),
];

/** The text that the audit prints about the money: the faults, the orders that wait for a refund, and some numbers. */
export const moneyReport = ({
  orders,
  payments,
  wrong,
  waitForRefund,
  disputed,
  expired,
}: MoneyAudit): string => {
  const wrongOrders = new Set(wrong.map(({ orderId }) => orderId)).size;
  const verdict =
    wrongOrders === 0
      ? `The money of all ${orders} orders and ${payments} payments balances.`
      : `The money of ${wrongOrders} of ${orders} orders does not balance.`;
  return [
    ...wrong.map(lineOf),
    `Ended orders that wait for a refund: ${waitForRefund.length}`,
    ...listOf(waitForRefund),
    `Payments with an open dispute: ${disputed}`,
    ...(expired === 0 ? [] : [`Orders or payments whose other half has expired: ${expired}`]),
    '',
    verdict,
    '',
  ].join('\n');
};
