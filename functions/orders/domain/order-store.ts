import type { SaveOutcome, Stored } from '../../../shared/kernel/change.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Order, PendingOrder } from './order.ts';

/** Where an order stands in its customer's list, by time, then by id: what a page can begin after. It never changes. */
export const positionOf = ({ createdAt, orderId }: Pick<Order, 'createdAt' | 'orderId'>): string =>
  `${createdAt}#${orderId}`;

/** Where orders are kept. Each operation is one call to the storage. */
export interface OrderStore {
  /** Reads an order, strongly consistent. */
  load(orderId: string): Promise<Stored<Order> | undefined>;
  /** Writes a new order with what it publishes, unless its id is taken. */
  insert(order: PendingOrder, outbox: readonly OutboxMessage[]): Promise<'inserted' | 'exists'>;
  /** Writes the order's next version with what it publishes, if `version` is still the stored one. */
  save(order: Order, version: number, outbox: readonly OutboxMessage[]): Promise<SaveOutcome>;
  /** The ids of a customer's orders, newest first, from after a position; a new order may take a moment to appear. */
  idsOfCustomer(customerId: string, page: PageRequest): Promise<Page<string>>;
  /** The ids of a customer's newest orders placed at `since` or later, `limit` at the most; with the same delay. */
  idsPlacedSince(customerId: string, since: Instant, limit: number): Promise<readonly string[]>;
  /** Reads many orders at once (100 at the most); ids without an order are left out. Answers in the order of `orderIds`. */
  loadMany(orderIds: readonly string[]): Promise<readonly Order[]>;
}
