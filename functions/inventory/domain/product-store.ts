import type { SaveOutcome, Stored } from '../../../shared/kernel/change.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Product } from './product.ts';

/** The catalogue. Each operation is one call to the storage. */
export interface ProductStore {
  /** Reads an entry, strongly consistent. */
  load(productId: string): Promise<Stored<Product> | undefined>;
  /** Writes a new entry with what it publishes, unless its id is taken. */
  insert(product: Product, outbox: readonly OutboxMessage[]): Promise<'inserted' | 'exists'>;
  /** Writes the entry's next version with what it publishes, if `version` is still the stored one. */
  save(product: Product, version: number, outbox: readonly OutboxMessage[]): Promise<SaveOutcome>;
  /** The ids of active products, by id; a change may take a moment to show. */
  activeIds(page: PageRequest): Promise<Page<string>>;
  /** The ids of those that are not offered any more, in the same way. */
  inactiveIds(page: PageRequest): Promise<Page<string>>;
  /** Reads many entries (100 at the most), eventually consistent, in the order of the ids; unknown ids are left out. */
  loadMany(productIds: readonly string[]): Promise<readonly Product[]>;
}
