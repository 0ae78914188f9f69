import { itemSize } from '../../bench/meter/item-size.ts';
import type { Outbox } from '../../shared/kernel/messages.ts';
import { itemOf } from '../../shared/persistence/versioned-items.ts';
import { toWire } from './stored-items.ts';

/** The tests demand that every item about an order is smaller than this, in bytes. DynamoDB allows 400 KB. */
export const MOST_BYTES = 64 * 1024;

interface Row {
  readonly state: object;
  readonly version: number;
  readonly outbox: Outbox | undefined;
}

/** The size of a row's item in DynamoDB, in bytes. */
export const bytesOf = (row: Row | undefined): number =>
  row === undefined ? 0 : itemSize(toWire(itemOf('payment#', row.version, row.state, row.outbox)));
