import type { OrderView } from '../../functions/orders/domain/order-view.ts';

/** True if the order got its units: it was or is AWAITING_PAYMENT. */
export const wasReserved = ({ history }: Pick<OrderView, 'history'>): boolean =>
  history.some(({ status }) => status === 'AWAITING_PAYMENT');

/**
 * The largest number of orders that held units at the same moment, according to their histories. An order holds its
 * units from AWAITING_PAYMENT on, until it expires or is cancelled. After that, the order's units can be sold again. So
 * in a slow run, the number of orders that get a unit may exceed the number of units. But at no moment may more orders
 * hold units than there are units.
 */
export const mostHeldAtOnce = (orders: readonly Pick<OrderView, 'history' | 'status'>[]): number => {
  const held = orders.flatMap(({ history, status }) => {
    const from = history.find((entry) => entry.status === 'AWAITING_PAYMENT')?.at;
    const ended = ['EXPIRED', 'CANCELLED', 'REJECTED'].includes(status);
    return from === undefined ? [] : [{ from, until: ended ? history.at(-1)?.at : undefined }];
  });
  const heldAt = (at: string): number =>
    held.filter(({ from, until }) => from <= at && (until === undefined || at < until)).length;
  return Math.max(0, ...held.map(({ from }) => heldAt(from)));
};
