import { describe, it } from '@jest/globals';
import { decideCancellation } from '../../../../../functions/orders/domain/cancel.ts';
import type { Order } from '../../../../../functions/orders/domain/order.ts';
import type { CancelledBy } from '../../../../../shared/events/orders.ts';
import { given, givenOrder } from '../../../../support/given-order.ts';
import { happened, orderIn } from '../../../../support/orders.ts';

const at = '2026-03-01T10:00:00.000Z';
const cancel = (by: Exclude<CancelledBy, 'system'>) => (order: Order) =>
  decideCancellation(order, { by, reason: `cancelled-by-${by}`, at });

describe('cancelling an order', () => {
  it.each(['PENDING', 'AWAITING_PAYMENT'] as const)('ends a %s order without a refund', (status) => {
    givenOrder(orderIn[status]())
      .when(cancel('customer'))
      .then({ type: 'Cancelled', previousStatus: status, by: 'customer', at });
  });

  it('gives the money of a PAID order back', () => {
    given(happened.stockConfirmed, happened.paid)
      .when(cancel('customer'))
      .then({ type: 'Cancelled', previousStatus: 'PAID' }, { type: 'RefundRequested' });
  });

  it('asks for no refund when all the money is back already', () => {
    given(happened.stockConfirmed, happened.paid, { type: 'RefundRecorded', at, refundedAmount: 2500 })
      .when(cancel('customer'))
      .then({ type: 'Cancelled', previousStatus: 'PAID' });
  });

  it.each(['PREPARING', 'READY'] as const)(
    'lets staff, but not the customer, cancel a %s order',
    (status) => {
      givenOrder(orderIn[status]()).when(cancel('customer')).thenRejected('not-cancellable');
      givenOrder(orderIn[status]())
        .when(cancel('staff'))
        .then({ type: 'Cancelled', previousStatus: status, by: 'staff' }, { type: 'RefundRequested' });
    },
  );

  it('changes nothing when it is repeated', () => {
    givenOrder(orderIn.CANCELLED()).when(cancel('customer')).thenNothing();
  });

  it.each(['COMPLETED', 'EXPIRED', 'REJECTED'] as const)(
    'is too late for a %s order, even for staff',
    (status) => {
      givenOrder(orderIn[status]()).when(cancel('staff')).thenRejected('not-cancellable');
    },
  );
});
