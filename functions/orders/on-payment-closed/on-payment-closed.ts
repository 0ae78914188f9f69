import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordClosure } from '../domain/payment.ts';

/** Nobody paid and nobody can: the order has expired, or is cancelled where the provider would never have taken it. */
export const onPaymentClosed =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  (
    { orderId, reason }: { readonly orderId: string; readonly reason?: string | undefined },
    context: MessageContext,
  ) =>
    dependencies.changeOrder(orderId, context, (order, at) =>
      recordClosure(order, { at, neverPossible: reason === REFUSED }),
    );

/** What payments says of a payment that the provider does not take on, whoever asks for it. */
const REFUSED = 'refused-by-provider';
