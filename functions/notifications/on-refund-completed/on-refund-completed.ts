import type { Notify, Reaction } from '../domain/notification.ts';
import { refundCompletedContent, type RefundCompletedFacts } from '../domain/templates/refund-completed.ts';

/** The provider gave money back. */
export const onRefundCompleted =
  (notify: Notify): Reaction<RefundCompletedFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'RefundCompleted',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'neither',
        content: refundCompletedContent(data),
      },
      context,
    );
