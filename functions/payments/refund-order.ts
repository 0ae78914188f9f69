import { AppError } from '../../shared/errors.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import { carryOutRefund, type RefundDependencies } from './domain/carry-out-refund.ts';
import { isCaptured, refundOf } from './domain/payment.ts';
import { openAutomaticRefund } from './domain/refunds.ts';

type RefundRequest = Pick<EventData<'RefundRequested'>, 'orderId' | 'refundId' | 'reason'>;

/** New refunds need money that is left, so there cannot be many. */
const MAX_ROUNDS = 5;

/**
 * Refunds all that is left of an order's money (the saga's compensation):
 * 1. carry out every other pending refund, so that the amount that is left is certain;
 * 2. open the automatic refund over all that is left. From then on no other refund fits beside it;
 * 3. carry it out. If nothing is left, that is a success.
 *
 * So the money of an administrator's refund that is refused does not stay behind. Repeated, the use case resumes its
 * work, publishes the same answer again, or makes a new attempt after a refusal.
 * @throws AppError `conflict` if no money was captured.
 */
export const refundOrder = (dependencies: RefundDependencies) => {
  const { payments } = dependencies;
  const carryOut = carryOutRefund(dependencies);

  const carryOutOthers = async (
    { orderId, refundId: own }: RefundRequest,
    context: MessageContext,
  ): Promise<void> => {
    const payment = (await payments.load(orderId))?.state;
    if (payment === undefined || !isCaptured(payment)) return;
    for (const { refundId, status } of payment.refunds) {
      if (status === 'PENDING' && refundId !== own) await carryOut(orderId, refundId, context);
    }
  };

  return async (request: RefundRequest, context: MessageContext): Promise<void> => {
    const { orderId, refundId, reason } = request;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      await carryOutOthers(request, context);
      const opened = await payments.change(orderId, context, (payment, at) =>
        openAutomaticRefund(payment, { refundId, reason, at }),
      );
      if (opened.outcome === 'accepted') {
        const isOpen = refundOf(opened.state, refundId)?.status === 'PENDING';
        if (isOpen) await carryOut(orderId, refundId, context);
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
