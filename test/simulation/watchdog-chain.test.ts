import { describe, expect, it } from '@jest/globals';
import { stageSettings } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { observe } from './invariants/invariants.ts';
import { noFaults } from './kernel/faults.ts';
import type { Mutant } from './mutants/mutant.ts';
import type { Configuration } from './world/configuration.ts';
import { createShop, type Shop } from './world/shop.ts';
import { createWorld, type World } from './world/world.ts';

const MINUTE = 60_000;
/**
 * Lambda stops a chain of functions that invoke each other by messages after about this many invocations (developer
 * guide, "Recursive loop detection").
 */
const LAMBDA_STOPS_AFTER = 16;
/**
 * The number of ticks of an order whose stock is reserved at once, but which gets no payment link and is never paid.
 * Ticks are delayed messages with which the watchdog looks at an order again.
 */
const TICKS = 7;
const STOCK = 5;

const trace = { correlationId: 'request-1', causationId: 'request-1' };
const productId = 'bun';

/**
 * One order in a world with the periods of production and no faults, except that Lambda may stop long chains of ticks.
 */
const configuration = (chainLimit: number): Configuration => {
  const { periods, messaging } = stageSettings('production', {}, { file: sampleSettings });
  const { watchdogTickSeconds: maxTickSeconds, ...rest } = periods;
  return {
    climate: 'calm',
    rates: { ...noFaults(), 'chain-stopped': 1 },
    latency: { minMs: 1, maxDoublings: 4 },
    messaging: {
      maxReceives: messaging.maxReceives,
      functionTimeoutMs: messaging.functionTimeoutSeconds * 1000,
      visibilityMs: messaging.visibilitySeconds * 1000,
      batchSize: messaging.batchSize,
      relayBatch: messaging.relayBatchSize,
      shards: 1,
      chainLimit,
    },
    periods: { ...rest, maxTickSeconds },
    orders: 1,
    products: 1,
    customers: 1,
    rushMs: 0,
    stock: STOCK,
  };
};

type Break = (world: World, isThisTick: () => boolean) => NonNullable<Mutant['ports']>;

const unreachable = async (): Promise<never> => {
  throw new Error('There is no answer');
};

/** The payment provider never answers, so no payment link is ever created. */
const withoutProvider: NonNullable<Mutant['ports']> = (ports) => ({
  ...ports,
  gateway: { ...ports.gateway, createSession: unreachable },
});

/**
 * Places one order. A tick is a delayed message with which the watchdog looks at the order again. If `breaks` is
 * given, it makes every receive of the tick with number `tick` fail, until `mendAndRedrive` is called.
 */
const given = async ({
  chainLimit = LAMBDA_STOPS_AFTER,
  tick = 0,
  breaks,
}: { readonly chainLimit?: number; readonly tick?: number; readonly breaks?: Break } = {}) => {
  const settings = configuration(chainLimit);
  const world = createWorld(1, settings, settings.rates, false);
  const { kernel, faults } = world;
  const ticks: string[] = [];
  const isThisTick = (): boolean =>
    faults.active() && tick > 0 && kernel.active()?.messageId === ticks[tick - 1];
  const shop: Shop = createShop(world, new Map(), {
    name: 'no-payment-link',
    service: 'orders',
    bug: 'The payment provider does not answer, and one tick fails.',
    ports: (ports, parts) => {
      const withoutLink = withoutProvider(ports, parts);
      return breaks === undefined ? withoutLink : breaks(world, isThisTick)(withoutLink, parts);
    },
  });
  const plan = {
    orders: [],
    reach: {},
    products: [productId],
    restocks: [],
    changes: [],
    erasures: [],
    redrivesMs: [],
  };
  observe(shop, { plan, needsAPerson: () => false });
  shop.listeners.queue['orders-watchdog'].push({
    onDelivered: ({ id }) => {
      if (!ticks.includes(id)) ticks.push(id);
    },
  });
  const { services, stores, queues } = shop;
  const request = (atMs: number, name: string, run: () => Promise<unknown>): void =>
    kernel.at(atMs, () => kernel.start({ name, cause: name, timeoutMs: 15_000, run, end: () => undefined }));
  const product = { name: 'Bun', unitAmount: 100, currency: 'EUR', active: true } as const;
  request(0, 'PutProduct', () => services.putProduct(productId, product, trace));
  const delivery = { adjustmentId: 'a-1', productId, change: STOCK, reason: 'delivery', by: 'admin' };
  request(1000, 'AdjustStock', () => services.adjustStock(delivery));
  const orderId = world.newId();
  const placement = { orderId, customerId: 'alice', fingerprint: 'f', repeatable: true };
  const items = [{ productId, quantity: 2 }];
  request(10_000, 'PlaceOrder', () => services.placeOrder({ ...placement, items }, trace));

  const watchdog = queues.get('orders-watchdog')!;
  return {
    ticks,
    violation: () => kernel.violation(),
    runUntil: (minutes: number) => kernel.run(100_000, 10_000 + minutes * MINUTE),
    outcome: async () => ({
      status: stores.orders.rows.get(orderId)?.state.status,
      available: (await stores.stock.level(productId)).available,
      deadTicks: watchdog.resting.length,
    }),
    /** Ends all faults, and redrives the dead letters of the watchdog. */
    mendAndRedrive: (): number => {
      faults.stop();
      return watchdog.redrive(() => false);
    },
  };
};

const expired = { status: 'EXPIRED', available: STOCK, deadTicks: 0 };
const stopped = {
  status: expect.stringMatching(/PENDING|AWAITING_PAYMENT/),
  available: STOCK - 2,
  deadTicks: 1,
};

describe('an order without a payment link, with the periods of production', () => {
  it('is EXPIRED after 45 minutes and its stock is back, even if Lambda stops chains of 16', async () => {
    const world = await given();
    await world.runUntil(45);
    expect(await world.outcome()).toEqual(expired);
    expect(world.ticks).toHaveLength(TICKS);
    expect(world.violation()).toBeUndefined();
  });

  const fails: Readonly<Record<string, Break>> = {
    'cannot read the order': (_, isThisTick) => (ports) => ({
      ...ports,
      orders: {
        ...ports.orders,
        load: (orderId) => (isThisTick() ? unreachable() : ports.orders.load(orderId)),
      },
    }),
    'cannot send the next tick': (_, isThisTick) => (ports) => ({
      ...ports,
      ticks: {
        schedule: (...next) => (isThisTick() ? unreachable() : ports.ticks.schedule(...next)),
      },
    }),
    'dies before it sends the next tick':
      ({ kernel }, isThisTick) =>
      (ports) => ({
        ...ports,
        ticks: {
          schedule: (...next) =>
            isThisTick()
              ? kernel.call<void>((call) => kernel.after(1, () => call.die()))
              : ports.ticks.schedule(...next),
        },
      }),
  };
  const isAboutNext = (what: string): boolean => what.includes('next');
  const each = Object.entries(fails).flatMap(([what, breaks]) =>
    // The last tick sends no next tick, and another test covers the tick before it. So the failures to send the next
    // tick are not tried on these two ticks.
    Array.from({ length: isAboutNext(what) ? TICKS - 2 : TICKS }, (_, index) => ({
      what,
      breaks,
      tick: index + 1,
    })),
  );

  it.each(each)(
    'whose tick $tick $what leaves a dead letter, and is EXPIRED once that is redriven',
    async ({ tick, breaks }) => {
      const world = await given({ tick, breaks });
      await world.runUntil(90);
      expect(await world.outcome()).toEqual(stopped);
      expect(world.mendAndRedrive()).toBe(1);
      await world.runUntil(180);
      expect(await world.outcome()).toEqual(expired);
      expect(world.violation()).toBeUndefined();
    },
  );

  it.each(Object.entries(fails).filter(([what]) => isAboutNext(what)))(
    'whose last tick but one %s is EXPIRED by a later receive of that tick, because the last duty is due by then',
    async (_, breaks) => {
      const world = await given({ tick: TICKS - 1, breaks });
      await world.runUntil(45);
      expect(await world.outcome()).toEqual(expired);
      expect(world.ticks).toHaveLength(TICKS - 1);
      expect(world.violation()).toBeUndefined();
    },
  );

  it.each(Array.from({ length: TICKS - 1 }, (_, index) => index + 1))(
    'whose chain Lambda stops after %i invocations leaves a dead letter, and is EXPIRED once that is redriven',
    async (chainLimit) => {
      const world = await given({ chainLimit });
      await world.runUntil(90);
      expect(world.ticks).toHaveLength(chainLimit);
      expect(await world.outcome()).toEqual(stopped);
      expect(world.mendAndRedrive()).toBe(1);
      await world.runUntil(180);
      expect(await world.outcome()).toEqual(expired);
      expect(world.violation()).toBeUndefined();
    },
  );
});
