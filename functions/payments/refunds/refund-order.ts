import { AppError } from '../../../shared/errors.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import { askProvider } from '../domain/ask-provider.ts';
import { carryOutRefund, type RefundDependencies } from '../domain/carry-out-refund.ts';
import { isCaptured, refundOf } from '../domain/payment.ts';
import { openAutomaticRefund, type OpenAutomaticRefund } from '../domain/refunds.ts';

type RefundRequest = Omit<OpenAutomaticRefund, 'at'> & { readonly orderId: string };

/**
 * How many times one call carries out the other pending refunds and then tries to open the automatic refund. A round
 * fails if another refund was added meanwhile. Each new refund leaves less money to refund, so a few rounds suffice.
 */
const MAX_ROUNDS = 5;

/**
 * Refunds all money of an ended order that is not refunded yet (the compensation of the saga):
 * 1. Ask the provider what was refunded without this service, because a webhook about it may be lost or late.
 * 2. Carry out every other pending refund, so that it is certain how much is left. If the provider refuses one of them,
 *    the automatic refund includes its money.
 * 3. Open the automatic refund over all that is left. While the automatic refund is PENDING, no other refund can be
 *    added.
 * 4. Carry out the automatic refund. If nothing is left, the refund completes with an amount of 0.
 *
 * A repeated request resumes the work, publishes the same event again, or makes a new attempt after a failure.
 * @throws AppError `conflict` if no money was captured; `unavailable` if new refunds keep being added.
 */
export const refundOrder = (dependencies: RefundDependencies) => {
  const { payments } = dependencies;
  const carryOut = carryOutRefund(dependencies);
  const ask = askProvider(dependencies);

  const carryOutOthers = async ({ orderId, refundId: own }: RefundRequest, trace: Trace): Promise<void> => {
    const payment = (await payments.load(orderId))?.state;
    if (payment === undefined || !isCaptured(payment)) return;
    for (const { refundId, status } of payment.refunds) {
      if (status === 'PENDING' && refundId !== own) await carryOut(orderId, refundId, trace);
    }
  };

  return async (request: RefundRequest, trace: Trace): Promise<void> => {
    const { orderId, refundId, reason } = request;
    const payment = (await payments.load(orderId))?.state;
    if (payment !== undefined && isCaptured(payment)) await ask(orderId, trace);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      await carryOutOthers(request, trace);
      const opened = await payments.change(orderId, trace, (payment, at) =>
        openAutomaticRefund(payment, { refundId, reason, at }),
      );
      if (opened.outcome === 'accepted') {
        const isOpen = refundOf(opened.state, refundId)?.status === 'PENDING';
        if (isOpen) await carryOut(orderId, refundId, trace);
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
