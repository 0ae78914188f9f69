import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StockRequest } from '../../functions/inventory/group-commit/grouping.ts';
import type { Pause } from '../../shared/kernel/contention.ts';
import type { Clock } from '../../shared/kernel/clock.ts';

/** An order of one product, as a message requests it. */
export type Order = StockRequest;

/** Whether an order has its row. The message of an undecided order must be delivered again. */
export type Settled = 'decided' | 'undecided';

/**
 * A method to settle a batch of orders against the stock of one product. All methods write the same row and event for
 * each order. They differ in how they change the stock item.
 */
export interface StockStep {
  /** Name in the tables. */
  readonly name: string;
  /** Sets the initial stock. */
  stockUp(productId: string, units: number): Promise<void>;
  /**
   * Settles a batch and writes the decisions as rows. An order that was already decided keeps its decision.
   * @returns ids of the undecided orders
   * @throws if the worker dies
   */
  settle(orders: readonly Order[]): Promise<ReadonlySet<string>>;
  /** Finishes the work of dead workers, if the method can do that. */
  sweep?(productId: string): Promise<void>;
  /** Available units in all stock items of the product. */
  available(productId: string): Promise<number>;
  /** Whether every order of the product must write an item with such a key. These items limit the throughput. */
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
