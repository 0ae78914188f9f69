import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { changePayment } from '../domain/change-payment.ts';
import { isCaptured } from '../domain/payment.ts';
import { openAutomaticRefund, refundOf } from '../domain/refunds.ts';
import { carryOutRefund, type RefundDependencies } from './carry-out-refund.ts';

/** Orders wants all the money of an ended order to go back. */
export interface RefundRequested {
  readonly orderId: string;
  readonly refundId: string;
  readonly reason: string;
}

/** New refunds can only be taken on while money is left, so there is an end to them. */
const MAX_ROUNDS = 5;

/**
 * Gives back all that is left of an order's money:
 * 1. bring every other pending refund to its end, settled or refused, so that what is left is certain;
 * 2. open the automatic refund over all that is left, from which moment no other refund fits beside it;
 * 3. carry it out. Nothing left is a success.
 *
 * So no refusal of an administrator's refund can leave money behind. Asked again it resumes, answers again, or, after the
 * provider's refusal, tries again with what is left by then.
 * @throws AppError `conflict` when no money was captured: orders asks only after it was.
 */
export const onRefundRequested = (dependencies: RefundDependencies) => {
  const carryOut = carryOutRefund(dependencies);

  const settleOthers = async (data: RefundRequested, context: MessageContext): Promise<void> => {
    const payment = (await dependencies.payments.load(data.orderId))?.state;
    if (payment === undefined || !isCaptured(payment)) return;
    for (const { refundId, status } of payment.refunds) {
      if (status === 'PENDING' && refundId !== data.refundId) await carryOut(data.orderId, refundId, context);
    }
  };

  return async (data: RefundRequested, context: MessageContext): Promise<void> => {
    const { orderId, refundId, reason } = data;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      await settleOthers(data, context);
      const opened = await changePayment(dependencies, orderId, context, (payment, at) =>
        openAutomaticRefund(payment, { refundId, reason, at }),
      );
      if (opened.outcome === 'accepted') {
        if (refundOf(opened.state, refundId)?.status === 'PENDING')
          await carryOut(orderId, refundId, context);
        return;
      }
      if (opened.outcome === 'missing' || opened.reason === 'nothing-captured') {
        throw new AppError('conflict', 'refund.nothing-captured', 'There is no money to give back');
      }
    }
    throw new AppError(
      'unavailable',
      'refund.others-pending',
      'Other refunds keep coming; try again shortly',
    );
  };
};
