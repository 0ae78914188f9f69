import type { Order, Settled } from './stock-step.ts';

/** Makes a function that settles orders one after another, and returns the ids of those that stay undecided. */
export const oneByOne =
  (settleOne: (order: Order) => Promise<Settled>) =>
  async (orders: readonly Order[]): Promise<ReadonlySet<string>> => {
    const undecided = new Set<string>();
    for (const order of orders) if ((await settleOne(order)) === 'undecided') undecided.add(order.orderId);
    return undecided;
  };
