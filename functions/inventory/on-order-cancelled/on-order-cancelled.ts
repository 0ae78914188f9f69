import type { Cause, MessageContext } from '../../../shared/kernel/cause.ts';

/** What inventory reads of the event. */
export interface OrderCancelled {
  readonly orderId: string;
  readonly previousStatus: string;
}

/** Statuses from which on the goods are used up: they cannot be sold again. */
const usedUp: readonly string[] = ['PREPARING', 'READY'];

/** An order was cancelled: its units go back to the stock, unless preparation had begun. */
export const onOrderCancelled =
  (releaseStock: (orderId: string, cause: Cause) => Promise<void>) =>
  async ({ orderId, previousStatus }: OrderCancelled, context: MessageContext): Promise<void> => {
    if (usedUp.includes(previousStatus)) return;
    await releaseStock(orderId, context);
  };
