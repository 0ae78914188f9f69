import type { Order, StockDecision } from './stock-step.ts';

/** Settles the orders of a batch one after another, oldest first, as a worker without grouping does. */
export const oneByOne =
  (settleOne: (order: Order) => Promise<StockDecision>) =>
  async (orders: readonly Order[]): Promise<ReadonlyMap<string, StockDecision>> => {
    const decisions = new Map<string, StockDecision>();
    for (const order of orders) decisions.set(order.orderId, await settleOne(order));
    return decisions;
  };
