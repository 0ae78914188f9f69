import { idFromKey } from '../../../shared/kernel/ids.ts';
import { moneyHeld } from '../../../functions/orders/domain/order.ts';
import { isCaptured, refundable, waitsForProvider } from '../../../functions/payments/domain/payment.ts';
import type { Shop } from '../world/shop.ts';
import type { OrderPlan, Plan } from './plan.ts';
import { makeRequest } from './request.ts';

/** Schedules a request by an administrator, who retries it until it gets a definite response. */
const manage = (shop: Shop, atMs: number, name: string, run: () => Promise<unknown>): void =>
  shop.world.kernel.at(atMs, () =>
    makeRequest(shop, { name: `admin ${name}`, cause: 'Manage', tries: 30, run }),
  );

const adjust = (shop: Shop, atMs: number, key: string, productId: string, change: number): void => {
  const adjustmentId = idFromKey(['adjustment', productId], key);
  manage(shop, atMs, `adjusts ${productId} by ${change}`, () =>
    shop.services.adjustStock({ adjustmentId, productId, change, reason: 'delivery', by: 'admin' }),
  );
};

const put = (shop: Shop, atMs: number, productId: string, unitAmount: number, active: boolean): void =>
  manage(shop, atMs, `puts ${productId} at ${unitAmount}, ${active ? 'active' : 'inactive'}`, () =>
    shop.services.putProduct(
      productId,
      { name: productId, unitAmount, currency: 'EUR', active },
      { correlationId: `put:${productId}`, causationId: `put:${productId}` },
    ),
  );

/** The number of sweeps of payments (see `sweepPayments`) at random times, in addition to those of the drain phase. */
const SWEEPS = 8;

/** Schedules what administrators do: add and restock products, change prices, deactivate and reactivate products. */
export const playAdmin = (shop: Shop, plan: Plan): void => {
  const { random, configuration, longestDelayMs } = shop.world;
  plan.products.forEach((productId, index) => {
    put(shop, index * 20, productId, random.between(1, 40) * 50, true);
    adjust(shop, 3000 + index * 20, 'first', productId, random.between(1, configuration.stock));
  });
  plan.restocks.forEach(({ atMs, productId, change }, index) =>
    adjust(shop, atMs, `restock-${index}`, productId, change),
  );
  for (const { atMs, productId, unitAmount, active } of plan.changes) {
    put(shop, atMs, productId, unitAmount, active);
    if (!active) put(shop, atMs + 60_000, productId, unitAmount, true);
  }
  for (let count = 0; count < SWEEPS; count += 1) {
    shop.world.kernel.at(random.below(random.pick([600_000, longestDelayMs])), () =>
      requestSweepOfPayments(shop),
    );
  }
};

/** Requests a refund as an administrator. The order may be in any state, even with no money left to refund. */
export const refund = (shop: Shop, orderId: string, key: string, share?: number): void => {
  const payment = shop.stores.payments.rows.get(orderId)?.state;
  const captured = payment !== undefined && isCaptured(payment) ? payment.amount : 100;
  const amount = share === undefined ? undefined : Math.max(1, Math.floor(captured * share));
  makeRequest(shop, {
    name: `admin refunds ${amount ?? 'all'} of ${shop.world.orderName(orderId)}`,
    cause: 'RefundPayment',
    tries: 5,
    run: (trace) =>
      shop.services.refundPayment(
        {
          orderId,
          refundId: idFromKey(['refund', orderId], key),
          reason: 'goodwill',
          ...(amount === undefined ? {} : { amount }),
        },
        trace,
      ),
  });
};

/** Schedules the planned refunds of an order. */
export const playRefunds = (shop: Shop, plan: OrderPlan, orderId: string): void => {
  plan.refunds.forEach(({ afterMs, share, twice }, index) => {
    const key = `refund-${index}`;
    const give = (): void => refund(shop, orderId, key, share);
    shop.world.kernel.after(afterMs, give);
    if (twice) shop.world.kernel.after(afterMs + 3000, give);
  });
};

/**
 * Requests refunds for ended orders that still hold money although a refund was made or tried: the provider refused a
 * refund, or the bank returned one.
 * @returns the number of such orders.
 */
export const refundByHand = (shop: Shop, round: number): number => {
  const held = [...shop.stores.orders.rows.values()]
    .map(({ state }) => state)
    .filter((order) => ['CANCELLED', 'EXPIRED', 'REJECTED'].includes(order.status) && moneyHeld(order) > 0)
    .filter(({ orderId }) => {
      const payment = shop.stores.payments.rows.get(orderId)?.state;
      if (payment === undefined || !isCaptured(payment) || refundable(payment) === 0) return false;
      // The bank also returns refunds that people made at the provider. `payment.refunds` does not contain them.
      return (
        payment.refunds.some(({ status }) => status === 'FAILED') || shop.provider.returnedOf(orderId) > 0
      );
    });
  held.forEach(({ orderId }, index) =>
    shop.world.kernel.after(10 * index, () => refund(shop, orderId, `by-hand-${round}`)),
  );
  return held.length;
};

/**
 * If batches are open, schedules a sweep in one hour. The sweep finishes batches that crashed workers left open.
 * @returns the number of open batches, over all products.
 */
export const sweep = (shop: Shop): number => {
  const { kernel } = shop.world;
  const open = [...shop.stores.stock.items.values()].reduce((sum, item) => sum + item.open.length, 0);
  if (open === 0) return 0;
  kernel.after(3_600_000, () =>
    makeRequest(shop, {
      name: 'sweep',
      cause: 'SweepBatches',
      tries: 1,
      run: () => shop.services.sweepBatches(),
    }),
  );
  return open;
};

/**
 * If payments wait for the provider, schedules a sweep in one hour. The sweep finds the changes that lost webhooks
 * would have reported.
 * @returns the number of payments that wait.
 */
export const sweepPayments = (shop: Shop): number => {
  const waiting = [...shop.stores.payments.rows.values()].filter(({ state }) =>
    waitsForProvider(state),
  ).length;
  if (waiting === 0) return 0;
  shop.world.kernel.after(3_600_000, () => requestSweepOfPayments(shop));
  return waiting;
};

const requestSweepOfPayments = (shop: Shop): void =>
  makeRequest(shop, {
    name: 'sweep of payments',
    cause: 'SweepPayments',
    tries: 1,
    run: () => shop.services.sweepPayments(),
  });
