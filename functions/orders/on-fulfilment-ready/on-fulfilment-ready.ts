import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordReady } from '../domain/fulfilment.ts';

/** The order can be handed over. */
export const onFulfilmentReady =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  ({ orderId }: { readonly orderId: string }, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) => recordReady(order, { at }));
