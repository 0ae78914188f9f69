/** How a request ended for one of its items. */
export type Outcome =
  | 'done'
  /** A condition did not hold, or the transaction was cancelled. Charged. */
  | 'refused'
  /** Throttled, or lost on the way: the item is as it was, or nobody knows. Not charged. */
  | 'failed';

/** What one request cost for one item, or for one page of items. */
export interface Charge {
  /** Counts requests: all items of one request bear the same number. */
  readonly request: number;
  /** The API's name of the operation, e.g. `UpdateItem`. */
  readonly operation: string;
  readonly table: string;
  /** The partition key's value; of a page, the index's name. */
  readonly key: string;
  readonly outcome: Outcome;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Write units of all indexes together. */
  readonly indexUnits: number;
  /** Bytes that were charged for: the larger of the item before and after. */
  readonly bytes: number;
}

/** Charges added up. */
export interface Total {
  readonly requests: number;
  readonly writes: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly indexUnits: number;
  /** The largest item. */
  readonly bytes: number;
}

/** Adds up the charges that `wanted` is true of. */
export const totalOf = (
  charges: readonly Charge[],
  wanted: (charge: Charge) => boolean = () => true,
): Total => {
  const chosen = charges.filter(wanted);
  const add = (of: (charge: Charge) => number): number =>
    chosen.reduce((total, charge) => total + of(charge), 0);
  return {
    requests: new Set(chosen.map(({ request }) => request)).size,
    writes: chosen.filter((charge) => charge.writeUnits > 0).length,
    writeUnits: add((charge) => charge.writeUnits),
    readUnits: add((charge) => charge.readUnits),
    indexUnits: add((charge) => charge.indexUnits),
    bytes: chosen.reduce((most, { bytes }) => Math.max(most, bytes), 0),
  };
};
