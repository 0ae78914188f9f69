import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { confirmPreparation } from '../domain/fulfilment.ts';

/** The kitchen wants to start: confirmed, unless a cancellation was faster. */
export const onFulfilmentStarted =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  ({ orderId }: { readonly orderId: string }, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) => confirmPreparation(order, { at }));
