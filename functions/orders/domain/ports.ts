import type { AggregateStore } from '../../../shared/kernel/aggregate.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Order } from './order.ts';

/**
 * The position of an order in its customer's list. An order's position never changes. The list is sorted by time. The
 * sequence of orders from the same millisecond is undefined, because DynamoDB does not sort equal sort keys of an
 * index.
 */
export const positionInList = ({ createdAt, orderId }: Pick<Order, 'createdAt' | 'orderId'>): string =>
  `${createdAt}#${orderId}`;

/** Stores orders. Each method makes one storage call, but a batch read may need more. */
export interface OrderStore extends AggregateStore<Order> {
  /** One page of the ids of a customer's orders, newest first. The read is eventually consistent. */
  idsOfCustomer(customerId: string, page: PageRequest): Promise<Page<string>>;
  /**
   * The ids of the newest orders that a customer placed at `since` or later, at most `limit`. The read is eventually
   * consistent.
   */
  idsPlacedSince(customerId: string, since: Instant, limit: number): Promise<readonly string[]>;
  /** Reads up to 100 orders. Returns them in the same sequence as `orderIds`, without the ids that have no order. */
  loadMany(orderIds: readonly string[]): Promise<readonly Order[]>;
}

/** The orders service's copy of a product, updated by ProductChanged events. `unitAmount` is in minor units. */
export interface Price {
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
  readonly currency: string;
  readonly active: boolean;
  /** Counts the product's changes. Events may arrive in any sequence. The price with the highest revision is kept. */
  readonly revision: number;
}

/** The prices for new orders. Each method makes one storage call, but a batch read may need more. */
export interface PriceList {
  /** The prices of up to 100 products, by product id. Unknown products are left out. */
  find(productIds: readonly string[]): Promise<ReadonlyMap<string, Price>>;
  /** Records a price, unless this revision or a newer one is stored. */
  record(price: Price): Promise<'recorded' | 'outdated'>;
}
