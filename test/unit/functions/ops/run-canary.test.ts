import { describe, expect, it } from '@jest/globals';
import type { CanaryOrder, CanaryShop } from '../../../../functions/ops/domain/canary.ts';
import { runCanary } from '../../../../functions/ops/run-canary.ts';
import { addSeconds } from '../../../../shared/kernel/clock.ts';

const orderId = '0195f0a0-0000-7000-8000-000000000001';
const RUN = 'run-1';

/**
 * A shop in memory. When the canary reads its order for the first time, the order cannot be paid yet. When the canary
 * reads the stock for the first time after the cancellation, the stock is not back yet.
 */
const shopInMemory = () => {
  const asked: string[] = [];
  let status = 'NONE';
  let looks = 0;
  const view = (): CanaryOrder => ({ orderId, status, hasPaymentLink: status === 'AWAITING_PAYMENT' });
  const shop: CanaryShop = {
    available: async () => {
      asked.push('available');
      if (status === 'CANCELLED') looks += 1;
      return status === 'NONE' || looks > 1 ? 9 : 8;
    },
    place: async (key) => {
      asked.push(`place ${key}`);
      status = 'PENDING';
      return view();
    },
    load: async () => {
      asked.push('load');
      const seen = view();
      if (status === 'PENDING') status = 'AWAITING_PAYMENT';
      return seen;
    },
    cancel: async () => {
      asked.push('cancel');
      status = 'CANCELLED';
      return view();
    },
  };
  return { shop, asked };
};

/** Runs the canary with a clock that only the canary's own pauses move. */
const runOn = async (connect: () => Promise<CanaryShop>) => {
  let time = '2026-03-01T10:00:00.000Z';
  const wait = async (ms: number) => {
    time = addSeconds(time, ms / 1000);
  };
  return runCanary({ connect, now: () => time, wait })(RUN);
};

/** Runs the canary in a shop with some replaced operations. */
const runWith = async (replaced: Partial<CanaryShop>) => {
  const { shop, asked } = shopInMemory();
  return { ended: await runOn(async () => ({ ...shop, ...replaced })), asked };
};

const down = async (): Promise<never> => {
  throw new Error('GET /x: no answer (connect ECONNREFUSED)');
};
const looksLike =
  (status: string, hasPaymentLink = false) =>
  async () => ({
    orderId,
    status,
    hasPaymentLink,
  });

describe('a run of the canary', () => {
  it('places an order under a key of its own, waits until it can be paid, cancels it, and waits for its stock', async () => {
    const { shop, asked } = shopInMemory();
    expect(await runOn(async () => shop)).toEqual({ outcome: 'succeeded', orderId, seconds: 0.5 });
    expect(asked).toEqual([
      'available',
      `place canary-${RUN}`,
      'load',
      'load',
      'cancel',
      'load',
      'available',
      'available',
    ]);
  });

  it('accepts more stock than before, because an order of an earlier run may end meanwhile', async () => {
    let first = true;
    const available = async () => {
      const seen = first ? 8 : 9;
      first = false;
      return seen;
    };
    expect((await runWith({ available })).ended.outcome).toBe('succeeded');
  });
});

describe('a run that fails', () => {
  it('says so if there is no key, and sends nothing', async () => {
    const reason = 'The canary has no key. Run: npm run canary';
    const ended = await runOn(() => Promise.reject(new Error(reason)));
    expect(ended).toEqual({ outcome: 'failed', step: 'read-key', reason, isLeftOpen: false });
  });

  it.each<[string, Partial<CanaryShop>, string, string]>([
    ['the API is down', { available: down }, 'read-stock', 'ECONNREFUSED'],
    ['the product is sold out', { available: async () => 0 }, 'read-stock', 'sold out'],
    ['the order is refused', { place: down }, 'place-order', 'ECONNREFUSED'],
    ['the order cannot be read', { load: down }, 'offer-payment', 'ECONNREFUSED'],
    ['the stock is not reserved', { load: looksLike('PENDING') }, 'offer-payment', 'After 15 seconds'],
    [
      'there is no payment link',
      { load: looksLike('AWAITING_PAYMENT') },
      'offer-payment',
      'AWAITING_PAYMENT',
    ],
    ['the order is rejected', { load: looksLike('REJECTED') }, 'offer-payment', 'The order is REJECTED'],
    ['the order is not cancelled', { cancel: looksLike('PAID') }, 'cancel-order', 'PAID, and not CANCELLED'],
    ['the cancellation fails', { cancel: down }, 'cancel-order', 'ECONNREFUSED'],
  ])('says at which step: %s', async (_, replaced, step, reason) => {
    const { ended } = await runWith(replaced);
    expect(ended).toMatchObject({ outcome: 'failed', step, reason: expect.stringContaining(reason) });
  });

  it('names the request whose work did not come: the order, and after that the cancellation', async () => {
    const { shop } = shopInMemory();
    const place = async () => ({ ...(await shop.place('x')), correlationId: 'placing' });
    const pending = async () => ({ ...(await looksLike('PENDING')()), correlationId: 'reading' });
    expect((await runWith({ place, load: pending })).ended).toMatchObject({
      step: 'offer-payment',
      reason: expect.stringMatching(
        /^After 15 seconds, it was still .*"PENDING".* \(correlation id placing\)$/,
      ),
    });
    const rejected = await runWith({ place, load: looksLike('REJECTED') });
    expect(rejected.ended).toMatchObject({ reason: 'The order is REJECTED (correlation id placing)' });
    let looks = 0;
    const available = async () => ((looks += 1) === 1 ? 9 : 8);
    const cancel = async () => ({
      orderId,
      status: 'CANCELLED',
      hasPaymentLink: false,
      correlationId: 'cancelling',
    });
    const paid = looksLike('AWAITING_PAYMENT', true);
    const states = [paid, looksLike('CANCELLED')];
    const load = () => (states.shift() ?? paid)();
    expect((await runWith({ place, load, cancel, available })).ended).toMatchObject({
      step: 'release-stock',
      reason: 'After 15 seconds, it was still 8 (correlation id cancelling)',
    });
  });

  it('names the request that failed, and no other', async () => {
    const { shop } = shopInMemory();
    const place = async () => ({ ...(await shop.place('x')), correlationId: 'placing' });
    const load = async () => {
      throw new Error('GET /orders/1: 500 internal (correlation id reading)');
    };
    expect((await runWith({ place, load })).ended).toMatchObject({
      reason: 'GET /orders/1: 500 internal (correlation id reading)',
    });
  });

  it('says so if the order is not cancelled when it is read back', async () => {
    let looks = 0;
    const load = async () => {
      looks += 1;
      return { orderId, status: 'AWAITING_PAYMENT', hasPaymentLink: true };
    };
    const { ended } = await runWith({ load });
    expect(looks).toBe(2);
    expect(ended).toMatchObject({
      step: 'read-back',
      reason: 'The order is AWAITING_PAYMENT, and not CANCELLED',
    });
  });

  it('says so if the stock does not come back', async () => {
    let first = true;
    const available = async () => {
      const seen = first ? 9 : 8;
      first = false;
      return seen;
    };
    const { ended } = await runWith({ available });
    expect(ended).toMatchObject({
      step: 'release-stock',
      reason: 'After 15 seconds, it was still 8',
      orderId,
    });
  });

  it('cancels an order that it leaves open, and says whether that worked', async () => {
    const cleaned = await runWith({ load: down });
    expect(cleaned.asked).toEqual(['available', `place canary-${RUN}`, 'cancel']);
    expect(cleaned.ended).toMatchObject({ step: 'offer-payment', orderId, isLeftOpen: false });
    const { ended } = await runWith({ load: down, cancel: down });
    expect(ended).toMatchObject({ step: 'offer-payment', orderId, isLeftOpen: true });
  });

  it('does not cancel an order that is cancelled, nor one that was not placed', async () => {
    const { ended, asked } = await runWith({ place: down });
    expect(asked).toEqual(['available']);
    expect(ended).not.toHaveProperty('orderId');
    let looks = 0;
    const { shop } = shopInMemory();
    const load = async () => ((looks += 1) > 2 ? down() : shop.load(orderId));
    let cancelled = 0;
    const cancel = async () => {
      cancelled += 1;
      return { orderId, status: 'CANCELLED', hasPaymentLink: false };
    };
    await shop.place('x');
    expect((await runWith({ load, cancel })).ended).toMatchObject({ step: 'read-back', isLeftOpen: false });
    expect(cancelled).toBe(1);
  });
});
