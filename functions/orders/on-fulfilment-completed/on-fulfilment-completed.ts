import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordCompletion } from '../domain/fulfilment.ts';

/** The order was handed over. */
export const onFulfilmentCompleted =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  ({ orderId }: { readonly orderId: string }, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) => recordCompletion(order, { at }));
