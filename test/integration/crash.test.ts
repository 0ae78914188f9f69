import { describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { invoke } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import { mostHeldAtOnce, wasReserved } from '../support/held-units.ts';
import { inParallel } from '../support/in-parallel.ts';
import { deployedPeriods } from '../support/periods.ts';
import { onPaymentPage, paymentOf } from '../support/gateway.ts';
import { availableOf, newCustomer, newProduct, orderOf, place, reachWhen } from '../support/shop.ts';
import { killWorkers } from '../support/workers.ts';

const ORDERS = 100;
const FINAL = ['PAID', 'EXPIRED', 'REJECTED', 'CANCELLED'];

describe('100 orders in flight while workers are killed', () => {
  it('all reach a correct final state, without losing a unit or a cent', async () => {
    const productId = await newProduct(80, 600);
    const customer = newCustomer();
    let killed = 0;
    const orders: OrderView[] = [];
    for (let start = 0; start < ORDERS; start += 20) {
      const batch = inParallel(20, 5, () => place(customer, [{ productId, quantity: 1 }]));
      killed += killWorkers();
      orders.push(...(await batch));
    }
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(ORDERS);
    expect(killed).toBeGreaterThan(0);

    const { paymentWindowSeconds, closureGraceSeconds } = deployedPeriods();
    const patience = (paymentWindowSeconds + closureGraceSeconds) * 1000 + 240_000;
    // For every second order, the customer makes one attempt to pay. The attempt may fail, because workers are killed.
    const outcomes = await inParallel(ORDERS, 10, async (n) => {
      const { orderId } = orders[n] ?? { orderId: '' };
      const payable = await reachWhen(
        orderId,
        'being payable or ended',
        ({ status, paymentLink }) => paymentLink !== undefined || FINAL.includes(status),
        patience,
      );
      if (n % 2 === 0 && payable.status === 'AWAITING_PAYMENT') await onPaymentPage(payable, 'succeed');
      if (n % 25 === 0) killed += killWorkers();
      return reachWhen(orderId, 'being final', ({ status }) => FINAL.includes(status), patience);
    });

    const paid = outcomes.filter(({ status }) => status === 'PAID');
    expect(outcomes.every(({ status }) => FINAL.includes(status))).toBe(true);
    expect(outcomes.filter(wasReserved).length).toBeGreaterThanOrEqual(paid.length);
    expect(mostHeldAtOnce(outcomes)).toBeLessThanOrEqual(80);
    // If the worker of a batch dies, the next order of the product finishes the batch. Without such an order, the
    // function that sweeps batches every hour finishes it. No more orders are placed here, so the test starts the
    // sweep.
    await eventually(
      async () => {
        await invoke('orderly-local-inventory-sweep-batches');
        const available = await availableOf(productId);
        if (available !== 80 - paid.length)
          throw new Error(`${available} are available, ${paid.length} are paid`);
      },
      { describe: 'every unit to be sold or back in stock' },
    );
    for (const { orderId, totalAmount } of paid) {
      expect(await paymentOf(orderId)).toMatchObject({ status: 'CAPTURED', amount: totalAmount });
      expect(await orderOf(orderId)).toMatchObject({ paidAmount: totalAmount, refundedAmount: 0 });
    }
  });
});
