import type { Notify, Reaction } from '../domain/notification.ts';
import { refundCompletedContent, type RefundCompletedFacts } from '../domain/templates/refund-completed.ts';

/** The provider gave money back. A refund that found nothing left is a success, and nothing to write about. */
export const onRefundCompleted =
  (notify: Notify): Reaction<RefundCompletedFacts> =>
  async (data, context) => {
    if (data.amount === 0) return;
    await notify(
      {
        eventType: 'RefundCompleted',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'neither',
        content: refundCompletedContent(data),
      },
      context,
    );
  };
