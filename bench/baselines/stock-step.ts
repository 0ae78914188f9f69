import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StockRequest } from '../../functions/inventory/domain/escrow/grouping.ts';
import type { OutboxMessage } from '../../shared/kernel/outbox.ts';
import type { Pause } from '../../shared/kernel/contention.ts';
import type { Clock } from '../../shared/kernel/clock.ts';

/** What a batch of messages asks for: orders of one product each. */
export type Order = StockRequest;

/** Whether an order has its row. If not, its message has to be delivered again. */
export type Settled = 'decided' | 'undecided';

/**
 * One way to settle a batch of orders against the stock of one product. Every way writes the same row for each order,
 * with the event that Orderly publishes from it; they differ in how the stock item is changed.
 */
export interface StockStep {
  /** What the tables call it. */
  readonly name: string;
  /** Puts this many units on the shelf before anything is sold. */
  stockUp(productId: string, units: number): Promise<void>;
  /**
   * Settles a batch; an order that was decided before keeps its decision. The decisions are the rows.
   * @returns the orders that are not decided yet, by id.
   * @throws when the worker dies half-way.
   */
  settle(orders: readonly Order[]): Promise<ReadonlySet<string>>;
  /** Finishes what dead workers left half done, where a way can. */
  sweep?(productId: string): Promise<void>;
  /** Units that the stock item or items still offer. */
  available(productId: string): Promise<number>;
  /** Whether a key is one that every order of the product has to write: what bounds the throughput. */
  isHot(key: string): boolean;
}

/** What a way to settle orders is built of. */
export interface StepDependencies {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly now: Clock;
  readonly pause: Pause;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

/** A row with the event in its outbox, as the table holds it. */
export interface RowItem {
  readonly pk: string;
  readonly version: number;
  readonly outbox: readonly OutboxMessage[];
}
