import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { carryOutRefund, type RefundDependencies } from './carry-out-refund.ts';

/** An administrator's refund that stands in the ledger. */
export interface RefundAccepted {
  readonly orderId: string;
  readonly refundId: string;
}

/**
 * Carries out an administrator's refund. A refusal is final: heard of again it is answered again and not tried again, for
 * by then the administrator may have refunded the same money otherwise.
 */
export const onRefundAccepted = (dependencies: RefundDependencies) => {
  const carryOut = carryOutRefund(dependencies);
  return async ({ orderId, refundId }: RefundAccepted, context: MessageContext): Promise<void> =>
    carryOut(orderId, refundId, context);
};
