import type { Cause, MessageContext } from '../../../shared/kernel/cause.ts';

/** Nobody paid in time: the order's units go back to the stock. */
export const onOrderExpired =
  (releaseStock: (orderId: string, cause: Cause) => Promise<void>) =>
  ({ orderId }: { readonly orderId: string }, context: MessageContext): Promise<void> =>
    releaseStock(orderId, context);
