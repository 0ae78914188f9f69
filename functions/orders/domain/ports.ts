import type { InsertOutcome, SaveOutcome, Stored } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Order } from './order.ts';

/** The position of an order in its customer's list: by time, then by id. It never changes. */
export const positionInList = ({ createdAt, orderId }: Pick<Order, 'createdAt' | 'orderId'>): string =>
  `${createdAt}#${orderId}`;

/** Stores orders. Each operation is one storage call. */
export interface OrderStore {
  /** Reads an order, strongly consistent. */
  load(orderId: string): Promise<Stored<Order> | undefined>;
  /** Writes a new order with its outbox, unless its id is taken. */
  insert(order: Order, outbox: Outbox | undefined): Promise<InsertOutcome>;
  /** Writes version `version + 1` with its outbox, if `version` is still the stored one. */
  save(order: Order, version: number, outbox: Outbox | undefined): Promise<SaveOutcome>;
  /** The ids of a customer's orders, newest first, after a position. Eventually consistent. */
  idsOfCustomer(customerId: string, page: PageRequest): Promise<Page<string>>;
  /** The ids of a customer's newest orders placed at `since` or later, at most `limit`. Eventually consistent. */
  idsPlacedSince(customerId: string, since: Instant, limit: number): Promise<readonly string[]>;
  /** Reads up to 100 orders, in the order of `orderIds`. Ids without an order are left out. */
  loadMany(orderIds: readonly string[]): Promise<readonly Order[]>;
}

/** A product as orders knows it: a projection of ProductChanged. `unitAmount` is in minor units. */
export interface Price {
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
  readonly currency: string;
  readonly active: boolean;
  /** Counts the product's changes. The highest revision wins, whenever it arrives. */
  readonly revision: number;
}

/** The prices for new orders. Each operation is one storage call. */
export interface PriceList {
  /** The prices of up to 100 products, by product id. Unknown products are left out. */
  find(productIds: readonly string[]): Promise<ReadonlyMap<string, Price>>;
  /** Records a price, unless a newer revision is known. */
  record(price: Price): Promise<'recorded' | 'outdated'>;
}
