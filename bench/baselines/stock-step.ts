import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StockRequest } from '../../functions/inventory/group-commit/grouping.ts';
import type { Pause } from '../../shared/kernel/contention.ts';
import type { Clock } from '../../shared/kernel/clock.ts';

/** The part of an order's message that requests stock. Baselines support only orders of one product. */
export type Order = StockRequest;

/**
 * The result for one order. `decided`: the order has a reservation, which says whether the order was accepted or
 * refused. `undecided`: the order has no reservation, so its message must be delivered again.
 */
export type Settled = 'decided' | 'undecided';

/**
 * A design that settles a batch of orders of one product: it accepts or refuses each order, depending on the stock. All
 * designs write the same reservation and event for each order. They differ in how they change the stock item.
 */
export interface StockStep {
  /** Name in the tables of the report. */
  readonly name: string;
  /** Sets the initial stock. */
  stockUp(productId: string, units: number): Promise<void>;
  /**
   * Settles a batch and writes a reservation for each decided order. An order that was already decided keeps its
   * decision.
   * @returns ids of the undecided orders
   * @throws WorkerDied (bench/measure/mortal.ts) if the simulated worker dies
   */
  settle(orders: readonly Order[]): Promise<ReadonlySet<string>>;
  /** Finishes the work of dead workers, if the design can do that. */
  sweep?(productId: string): Promise<void>;
  /** Available units in all stock items of the product. */
  available(productId: string): Promise<number>;
  /** Whether the item with this key is hot: many orders of the product write it, so it limits the throughput. */
  isHot(key: string): boolean;
}

export interface StepDependencies {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly now: Clock;
  readonly pause: Pause;
  /** Returns a number from 0 (included) to 1 (excluded). */
  readonly random: () => number;
}
