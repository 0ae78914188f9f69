import type { StockLine } from '../../functions/inventory/domain/stock.ts';
import type { Random } from './random.ts';

/**
 * The faults of a port call:
 * - `fails`: the call throws and has no effect.
 * - `unseen`: the call takes effect and then throws.
 * - `late`: the call throws, and takes effect later.
 * - `twice`: the call takes effect twice.
 * - `dies`: the worker dies before the call takes effect.
 * - `dies-after`: the worker dies after the call took effect.
 * - `contended`: the call has no effect and returns `contended`.
 */
export const faultKinds = ['fails', 'unseen', 'late', 'twice', 'dies', 'dies-after', 'contended'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** An order, and the messages about it. */
export interface PlannedOrder {
  readonly orderId: string;
  readonly lines: readonly StockLine[];
  /** The attempt numbers of the messages that ask for stock. A duplicated message repeats a number. */
  readonly asks: readonly number[];
  readonly paid: boolean;
  readonly ended: boolean;
}

/** What a schedule (one interleaving of workers) starts with: stock, orders, workers and possible faults. */
export interface Plan {
  readonly stock: Readonly<Record<string, number>>;
  readonly orders: readonly PlannedOrder[];
  /** Deliveries of goods. Each delivery arrives at a random step. */
  readonly restocks: readonly StockLine[];
  readonly workers: number;
  /** The number of messages that a worker receives at once. */
  readonly batchSize: number;
  readonly faultKinds: readonly FaultKind[];
  readonly faultRate: number;
  /** The maximum number of faults. After these faults, all calls succeed, so every schedule ends. */
  readonly faults: number;
}

const names = ['o1', 'o2', 'o3', 'o4', 'o5'];

/** Draws the plan of a schedule. Some plans have no faults, some have one kind, and the rest have all kinds. */
export const drawPlan = (random: Random): Plan => {
  const several = random.chance(0.3);
  const order = (orderId: string): PlannedOrder => {
    const first = { productId: 'a', quantity: 1 + random.below(3) };
    const lines =
      several && random.chance(0.4) ? [first, { productId: 'b', quantity: 1 + random.below(2) }] : [first];
    const asks = [1];
    if (random.chance(0.3)) asks.push(1);
    if (random.chance(0.15)) asks.push(2);
    return { orderId, lines, asks, paid: random.chance(0.25), ended: random.chance(0.4) };
  };
  const oneKind = faultKinds[random.below(faultKinds.length)] ?? 'fails';
  return {
    stock: { a: random.below(7), b: random.below(3) },
    orders: names.slice(0, 2 + random.below(4)).map(order),
    restocks: random.chance(0.1) ? [{ productId: 'a', quantity: 1 + random.below(2) }] : [],
    workers: 2 + random.below(2),
    batchSize: 1 + random.below(3),
    faultKinds: random.chance(0.3) ? [oneKind] : faultKinds,
    faultRate: [0.03, 0.1, 0.3][random.below(3)] ?? 0.1,
    faults: random.below(5),
  };
};
