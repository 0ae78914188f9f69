import { describe, it } from '@jest/globals';
import type { Order } from '../../../../../functions/orders/domain/order.ts';
import { confirmStock, rejectForStock } from '../../../../../functions/orders/domain/stock.ts';
import { given, givenOrder } from '../../../../support/given-order.ts';
import { orderIn } from '../../../../support/orders.ts';

const at = '2026-03-01T09:01:00.000Z';
const confirm = (order: Order) => confirmStock(order, { at, paymentWindowSeconds: 900 });
const shortages = [{ productId: 'espresso', requested: 2, available: 1 }];
const refuse = (order: Order) => rejectForStock(order, { at, reason: 'insufficient-stock', shortages });
const decided = [
  'AWAITING_PAYMENT',
  'PAID',
  'PREPARING',
  'READY',
  'COMPLETED',
  'REJECTED',
  'CANCELLED',
  'EXPIRED',
] as const;

describe('the answer about stock', () => {
  it('gives the customer the whole payment window from now', () => {
    given().when(confirm).then({ type: 'StockConfirmed', payBy: '2026-03-01T09:16:00.000Z' });
  });

  it('rejects the order and says of what there was too little', () => {
    given().when(refuse).then({ type: 'Rejected', reason: 'insufficient-stock', shortages });
  });

  it.each(decided)('changes nothing for a %s order: it was decided before', (status) => {
    givenOrder(orderIn[status]()).when(confirm).thenNothing();
    givenOrder(orderIn[status]()).when(refuse).thenNothing();
  });
});
