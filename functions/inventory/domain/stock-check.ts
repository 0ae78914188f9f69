import type { Page } from '../../../shared/kernel/page.ts';
import type { Reservation } from './reservation.ts';
import type { StockLevel } from './stock.ts';

/** The stock of a product as a check reads it. If the product has no stock item, every number is 0. */
export interface StockRecord extends StockLevel {
  /** Counts the changes of the stock item. */
  readonly version: number;
  readonly openBatches: number;
}

/** The units of a product that reservations hold. */
export interface HeldUnits {
  /** Units of orders that are not paid yet. */
  readonly reserved: number;
  /** Units of orders that were paid. */
  readonly sold: number;
}

/** What a check has found until now. */
export interface CheckProgress extends HeldUnits {
  readonly recordsRead: number;
  /** The key of the last record that was read. */
  readonly after: string;
  /** The version of the stock when the check began. */
  readonly version: number;
}

/** How the stock record compares with the reservations. `StockCheck` in api.ts explains the values. */
export type CheckResult = 'UNFINISHED' | 'AGREES' | 'DIFFERS' | 'CHANGED';

/** A page of reservations, and how many records of any kind were read to find them. */
export interface RecordPage extends Page<Reservation> {
  readonly recordsRead: number;
}

/** Reads what a check compares. Each operation is one storage call, strongly consistent. */
export interface StockBooks {
  record(productId: string): Promise<StockRecord>;
  /**
   * Reads the reservations that follow the key `after`. Their sequence does not matter, but it must be the same in each
   * call. The size of a page is limited.
   */
  reservations(after: string | undefined): Promise<RecordPage>;
}

/**
 * Compares the stock with the reservations after the last page. A change of the units that reservations hold either
 * changes the version of the stock item, or happens while a batch is open. Opening and closing a batch also change the
 * version. So if the version is the same and no batch is open, nothing changed during the check.
 */
export const resultOf = (
  now: StockRecord,
  { reserved, sold }: HeldUnits,
  versionBefore: number,
): CheckResult => {
  if (now.received - now.available === reserved + sold) return 'AGREES';
  return now.version === versionBefore && now.openBatches === 0 ? 'DIFFERS' : 'CHANGED';
};
