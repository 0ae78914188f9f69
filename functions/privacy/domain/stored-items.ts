import type { ServiceName } from '../../../shared/events/catalog.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Item } from './records.ts';

/**
 * Reads items from the tables of other services. Each method makes one storage call, but a batch read may need more.
 */
export interface StoredItems {
  /** One page of the ids of a customer's orders, newest first. The read is eventually consistent. */
  orderIdsOf(customerId: string, page: PageRequest): Promise<Page<string>>;
  /**
   * Reads up to 100 items of a service's table with strongly consistent reads.
   * @returns the items that exist, by key.
   */
  read(table: ServiceName, keys: readonly string[]): Promise<ReadonlyMap<string, Item>>;
}
