import type { RequestedLine } from '../../../functions/orders/domain/place.ts';
import type { Random } from '../kernel/random.ts';
import type { Configuration } from '../world/configuration.ts';

/**
 * What all actors do with one order. All times except `placedAtMs` and `hesitatesMs` are in milliseconds after the
 * order was placed.
 */
export interface OrderPlan {
  readonly number: number;
  readonly customer: string;
  readonly lines: readonly RequestedLine[];
  /**
   * A text of the customer. It must be deleted when the customer is erased and the kitchen does not need it any more.
   */
  readonly note?: string;
  /** When the customer places the order, in milliseconds since the simulation started. */
  readonly placedAtMs: number;
  /** The idempotency key of the request. */
  readonly key?: string;
  /** When the customer repeats the request with the same idempotency key. */
  readonly repeatsMs: readonly number[];
  /** Whether the customer also requests a different order with the same idempotency key. */
  readonly reusesKey: boolean;
  readonly payment: 'pays' | 'declined-then-pays' | 'declined' | 'never';
  /** How long the customer waits between seeing the payment link and paying. */
  readonly hesitatesMs: number;
  readonly cancelsMs: readonly number[];
  readonly staffCancelsMs?: number;
  /** Whether staff cancel the order when the kitchen reports it as ready. */
  readonly staffCancelsReady: boolean;
  /** When the kitchen works on the order. `at-last` means only in the drain phase, after the end of all faults. */
  readonly kitchen: 'prompt' | 'slow' | 'at-last' | 'never';
  readonly refunds: readonly RefundPlan[];
  /** When a forged webhook may claim that the order was paid. */
  readonly forgedMs?: number;
}

/** A planned refund of a `share` of the captured amount, or of everything that is left if `share` is absent. */
export interface RefundPlan {
  readonly afterMs: number;
  readonly share?: number;
  /** Whether the administrator repeats the request. */
  readonly twice: boolean;
}

/**
 * Which contact details a customer has given. `unproven` means both an e-mail address and a phone number, but the
 * customer's token does not state that they are verified.
 */
export type Reach = 'nobody' | 'email' | 'sms' | 'both' | 'bad-address' | 'unproven';

/** What all actors do in a simulation. */
export interface Plan {
  readonly orders: readonly OrderPlan[];
  readonly reach: Readonly<Record<string, Reach>>;
  readonly products: readonly string[];
  /** Deliveries and losses of goods. Times are in milliseconds since the simulation started. */
  readonly restocks: readonly {
    readonly atMs: number;
    readonly productId: string;
    readonly change: number;
  }[];
  /** Catalogue changes: a new price, or a product that is deactivated and later reactivated. */
  readonly changes: readonly {
    readonly atMs: number;
    readonly productId: string;
    readonly unitAmount: number;
    readonly active: boolean;
  }[];
  /** The requests to erase customers, by the customer or by an administrator. Some are repeated. */
  readonly erasures: readonly {
    readonly customer: string;
    readonly atMs: number;
    readonly by: 'customer' | 'admin';
    readonly repeatMs?: number;
  }[];
  /** When an operator redrives dead letters, in addition to the redrives of the drain phase. */
  readonly redrivesMs: readonly number[];
}

const several = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

const drawOrder = (
  number: number,
  random: Random,
  configuration: Configuration,
  products: readonly string[],
): OrderPlan => {
  const { rushMs, periods, customers } = configuration;
  const windowMs = periods.paymentWindowSeconds * 1000;
  const first = random.below(products.length);
  const count = random.chance(0.6) ? 1 : random.between(1, products.length);
  const lines = several(count, (index) => ({
    productId: products[(first + index) % products.length]!,
    quantity: random.between(1, 3),
  }));
  const withKey = random.chance(0.6);
  const cancels = random.chance(0.25);
  const customer = `customer-${random.between(1, customers)}`;
  return {
    number,
    customer,
    ...(number % 2 === 0 ? { note: `a wish of ${customer}` } : {}),
    lines: random.chance(0.5) ? lines : lines.toReversed(),
    placedAtMs: 20_000 + random.below(rushMs),
    ...(withKey ? { key: `key-${number}` } : {}),
    repeatsMs: withKey && random.chance(0.3) ? several(random.between(1, 2), () => random.below(60_000)) : [],
    reusesKey: withKey && random.chance(0.1),
    payment: random.pick([
      'pays',
      'pays',
      'pays',
      'pays',
      'declined-then-pays',
      'declined-then-pays',
      'declined',
      'never',
    ] as const),
    hesitatesMs: random.chance(0.7)
      ? random.below(Math.floor(windowMs / 2))
      : Math.floor(windowMs * 0.9) + random.below(Math.floor(windowMs * 0.3)),
    cancelsMs: cancels
      ? several(random.between(1, 2), () => random.below(random.pick([500, 30_000, windowMs, 2 * windowMs])))
      : [],
    ...(random.chance(0.12) ? { staffCancelsMs: random.below(2 * windowMs) } : {}),
    kitchen: random.pick(['prompt', 'prompt', 'prompt', 'slow', 'at-last', 'never'] as const),
    refunds: random.chance(0.35)
      ? several(random.between(1, 3), () => ({
          afterMs: random.below(random.pick([windowMs, 2 * windowMs, 3 * windowMs])),
          ...(random.chance(0.5) ? {} : { share: random.pick([0.1, 0.5, 0.9]) }),
          twice: random.chance(0.3),
        }))
      : [],
    ...(random.chance(0.5) ? { forgedMs: random.below(windowMs) } : {}),
    staffCancelsReady: random.chance(0.03),
  };
};

/**
 * Draws a plan. Each order has its own random generator, so leaving out one order does not change the others.
 * @param only the numbers of the orders to include. Default: all.
 */
export const drawPlan = (random: Random, configuration: Configuration, only?: ReadonlySet<number>): Plan => {
  const products = several(configuration.products, (index) => `product-${index + 1}`);
  const numbers = several(configuration.orders, (index) => index + 1);
  const shop = random.fork(1);
  const leaving = random.fork(2);
  const horizonMs = configuration.rushMs + configuration.periods.paymentWindowSeconds * 1000;
  const reaches = ['nobody', 'email', 'sms', 'both', 'bad-address', 'unproven'] as const;
  return {
    products,
    reach: Object.fromEntries(
      several(configuration.customers, (index) => [`customer-${index + 1}`, shop.pick(reaches)]),
    ),
    restocks: several(shop.below(4), () => ({
      atMs: 30_000 + shop.below(horizonMs),
      productId: shop.pick(products),
      change: shop.chance(0.8) ? shop.between(1, 10) : -shop.between(1, 3),
    })),
    changes: several(shop.below(4), () => ({
      atMs: 30_000 + shop.below(configuration.rushMs),
      productId: shop.pick(products),
      // The lowest price is 0.50 EUR, so that even an order of a single unit can be paid.
      unitAmount: shop.between(2, 50) * 25,
      active: shop.chance(0.7),
    })),
    erasures: several(leaving.below(3), () => ({
      customer: `customer-${leaving.between(1, configuration.customers)}`,
      atMs: 20_000 + leaving.below(leaving.pick([configuration.rushMs, horizonMs])),
      by: leaving.pick(['customer', 'customer', 'admin'] as const),
      ...(leaving.chance(0.3) ? { repeatMs: leaving.below(horizonMs) } : {}),
    })),
    redrivesMs: several(shop.below(3), () => 60_000 + shop.below(2 * horizonMs)),
    orders: numbers
      .filter((number) => only === undefined || only.has(number))
      .map((number) => drawOrder(number, random.fork(1000 + number), configuration, products)),
  };
};
