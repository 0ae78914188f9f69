import type { Order, Settled } from './stock-step.ts';

/** Settles (accepts or refuses) the orders of a batch one after another. */
export const oneByOne =
  (settleOne: (order: Order) => Promise<Settled>) =>
  async (orders: readonly Order[]): Promise<ReadonlySet<string>> => {
    const undecided = new Set<string>();
    for (const order of orders) if ((await settleOne(order)) === 'undecided') undecided.add(order.orderId);
    return undecided;
  };
