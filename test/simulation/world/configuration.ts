import { faultKinds, noFaults, type FaultKind, type FaultRates } from '../kernel/faults.ts';
import type { Latency } from '../kernel/ports.ts';
import type { Random } from '../kernel/random.ts';

/** Settings of the queues, Lambda functions and streams. */
export interface Messaging {
  readonly maxReceives: number;
  readonly functionTimeoutMs: number;
  readonly visibilityMs: number;
  /** The maximum number of messages that the inventory and insights services process in one batch. */
  readonly batchSize: number;
  readonly relayBatch: number;
  readonly shards: number;
  /**
   * The fault `chain-stopped` can hit a message at the end of a chain of at least this many invocations. Each
   * invocation of a chain sent the message that triggered the next one. Lambda's limit is about 16. Most worlds have a
   * lower limit, because their chains are short.
   */
  readonly chainLimit: number;
}

/** Deadlines in an order's life, in seconds. */
export interface WorldPeriods {
  readonly stockAnswerSeconds: number;
  readonly stockBySeconds: number;
  readonly linkAnswerSeconds: number;
  readonly paymentWindowSeconds: number;
  readonly closureGraceSeconds: number;
  readonly maxTickSeconds: number;
  /** How long an erasure looks for orders of its customer. */
  readonly erasureSettleSeconds: number;
}

/**
 * The settings of one simulated world, drawn from its seed. Many different settings find more bugs than a single one
 * (swarm testing; Groce et al., ISSTA 2012).
 */
export interface Configuration {
  readonly climate: 'calm' | 'one-fault' | 'few-faults' | 'all-faults';
  readonly rates: FaultRates;
  readonly latency: Latency;
  readonly messaging: Messaging;
  readonly periods: WorldPeriods;
  readonly orders: number;
  readonly products: number;
  readonly customers: number;
  /** All orders are placed within this many milliseconds. */
  readonly rushMs: number;
  /** The largest initial stock of a product, in units. */
  readonly stock: number;
}

/** Upper limits for the rates of some faults. With higher rates, a world would make no progress. */
const gentle: Readonly<Partial<Record<FaultKind, number>>> = {
  'session-refused': 0.1,
  'session-expired': 0.2,
  'entry-refused': 0.05,
  'stream-repeated': 0.3,
  'acknowledgement-lost': 0.2,
  'fail-after': 0.3,
  'hang-after': 0.3,
  repeat: 0.3,
  'die-after': 0.3,
  'act-late': 0.1,
  'mail-bounced': 0.05,
  'mail-complained': 0.05,
};

const refundFaults = ['refund-refused', 'refund-slow', 'refund-returned', 'outside-returned'] as const;
/**
 * Faults that move money at the provider. They can strike only once for each order, when it is paid. So they have their
 * own, higher rates.
 */
const moneyFaults = ['refunded-outside', 'disputed'] as const;

const drawRate = (kind: FaultKind, levels: readonly number[], random: Random): number =>
  Math.min(random.pick(levels), gentle[kind] ?? 1);

const drawRates = (climate: Configuration['climate'], random: Random): FaultRates => {
  const rates = noFaults();
  switch (climate) {
    case 'calm':
      return rates;
    case 'one-fault': {
      const kind = random.pick(faultKinds);
      rates[kind] = drawRate(kind, [0.1, 0.2, 0.3, 0.5], random);
      return rates;
    }
    case 'few-faults':
      for (const kind of faultKinds) {
        if (random.chance(0.3)) rates[kind] = drawRate(kind, [0.01, 0.03, 0.1, 0.15], random);
      }
      for (const kind of refundFaults) rates[kind] = random.pick([0, 0.3, 0.6]);
      for (const kind of moneyFaults) rates[kind] = random.pick([0, 0, 0.1, 0.4]);
      return rates;
    case 'all-faults':
      for (const kind of faultKinds) rates[kind] = drawRate(kind, [0.005, 0.01, 0.02, 0.05], random);
      // Refunds are rare, so their faults always get a noticeable rate.
      for (const kind of refundFaults) rates[kind] = random.pick([0.05, 0.3, 0.6]);
      for (const kind of moneyFaults) rates[kind] = random.pick([0.02, 0.1, 0.3]);
      return rates;
  }
};

export const drawConfiguration = (random: Random): Configuration => {
  const climate = random.pick([
    'calm',
    'one-fault',
    'one-fault',
    'few-faults',
    'few-faults',
    'all-faults',
  ] as const);
  const visibilityMs = random.pick([10_000, 30_000, 120_000]);
  const paymentWindowSeconds = random.pick([120, 600, 1800]);
  const stockAnswerSeconds = random.pick([10, 30, 60]);
  return {
    climate,
    rates: drawRates(climate, random),
    latency: { minMs: random.pick([1, 5]), maxDoublings: random.pick([4, 6, 8, 10]) },
    messaging: {
      maxReceives: random.between(3, 5),
      functionTimeoutMs: Math.min(visibilityMs, 20_000),
      visibilityMs,
      batchSize: random.pick([1, 3, 10]),
      relayBatch: random.pick([1, 3, 10, 25]),
      shards: random.between(1, 3),
      chainLimit: random.pick([2, 4, 16]),
    },
    periods: {
      stockAnswerSeconds,
      stockBySeconds: stockAnswerSeconds * random.pick([2, 4, 10]),
      // The watchdog requests a missing payment link again after this time, so a short time means many ticks (delayed
      // messages to the watchdog). A tick that is delivered twice starts a second chain of ticks. That chain ends only
      // when the watchdog next does something for the order. To keep the number of chains small, the time is at least a
      // tenth of the payment window.
      linkAnswerSeconds: Math.max(random.pick([10, 30, 60]), Math.ceil(paymentWindowSeconds / 10)),
      paymentWindowSeconds,
      closureGraceSeconds: random.pick([10, 60, 300]),
      maxTickSeconds: random.pick([Math.ceil(paymentWindowSeconds / 6), 300, 900]),
      erasureSettleSeconds: 10 * stockAnswerSeconds,
    },
    orders: random.between(5, 35),
    products: random.between(2, 5),
    customers: random.between(2, 6),
    rushMs: random.pick([10, 300, 1800]) * 1000,
    stock: random.pick([3, 12, 60]),
  };
};
