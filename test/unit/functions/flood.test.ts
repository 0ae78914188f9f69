import { describe, expect, it } from '@jest/globals';
import { MOST_REFUNDS } from '../../../functions/payments/domain/refunds.ts';
import { flood, floodedShop, toldAfterFlood } from '../../support/flooded-shop.ts';
import { bytesOf, MOST_BYTES } from '../../support/item-bytes.ts';
import { memoryContactStore, memoryMessageLog } from '../../support/memory/notifications-stores.ts';
import { memoryOrderStore } from '../../support/memory/orders-order-store.ts';
import { memoryPaymentStore } from '../../support/memory/payments-payment-store.ts';
import { ORDER_ID } from '../../support/orders.ts';

describe('an order with 25 requests for its stock, 3,000 declines and 1,000 refunds of a cent', () => {
  it('is paid, tells each fact once, and can be cancelled and refunded', async () => {
    let largest = 0;
    const measure = (_id: string, row: Parameters<typeof bytesOf>[0]): void => {
      largest = Math.max(largest, bytesOf(row));
    };
    const stores = {
      orders: memoryOrderStore(measure),
      payments: memoryPaymentStore(measure),
      contacts: memoryContactStore(),
      log: memoryMessageLog(),
    };
    const shop = await floodedShop(stores, ORDER_ID);
    const refunds = await flood(shop, 3000);

    expect((await shop.order())?.status).toBe('PAID');
    const accepted = MOST_REFUNDS - 1;
    expect(refunds.filter((outcome) => outcome === 'accepted')).toHaveLength(accepted);
    expect(refunds.slice(accepted)).toEqual(Array(1000 - accepted).fill('conflict refund.too-many'));

    await shop.cancel();
    expect(await shop.order()).toMatchObject({ status: 'CANCELLED', paidAmount: 2500, refundedAmount: 2500 });
    expect(await shop.payment()).toMatchObject({ status: 'REFUNDED' });
    expect(shop.told()).toEqual(toldAfterFlood(accepted));
    expect(largest).toBeLessThan(MOST_BYTES);
  });
});
