import { AppError } from '../../shared/errors.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import { carryOutRefund, type RefundDependencies } from './domain/carry-out-refund.ts';
import { isCaptured, refundOf } from './domain/payment.ts';
import { openAutomaticRefund } from './domain/refunds.ts';

type RefundRequest = Pick<EventData<'RefundRequested'>, 'orderId' | 'refundId' | 'reason'>;

/**
 * How often the other pending refunds are carried out first. Each new refund uses up money, so a few rounds suffice.
 */
const MAX_ROUNDS = 5;

/**
 * Refunds all money of an order that is left (the saga's compensation):
 * 1. Carry out every other pending refund, so that it is certain how much is left. If one is refused, its money is
 *    refunded in the next step.
 * 2. Open the automatic refund over all that is left. From then on, no other refund can be added.
 * 3. Carry it out. If nothing is left, the refund completes with an amount of 0.
 *
 * A repeated request resumes the work, publishes the same event again, or makes a new attempt after a failure.
 * @throws AppError `conflict` if no money was captured; `unavailable` if new refunds keep being added.
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
        throw new AppError('conflict', 'refund.nothing-captured', 'No money was captured for this order');
      }
    }
    throw new AppError(
      'unavailable',
      'refund.others-pending',
      'New refunds keep being added; try again shortly',
    );
  };
};
