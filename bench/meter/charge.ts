/** Result of a request for one of its items. */
export type Outcome =
  | 'done'
  /** A condition failed, or the transaction was cancelled. DynamoDB charges for the request. */
  | 'refused'
  /** The request was throttled or lost. The item is unchanged or its state is unknown. Not charged. */
  | 'failed';

/** Cost of one request for one item, or for one page of items. */
export interface Charge {
  /** Number of the request. All items of one request have the same number. */
  readonly request: number;
  /** Name of the operation in DynamoDB's API, for example `UpdateItem`. */
  readonly operation: string;
  readonly table: string;
  /** Value of the partition key. For a page: name of the index, or of the operation if it reads no index. */
  readonly key: string;
  readonly outcome: Outcome;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Write units of all indexes. */
  readonly indexUnits: number;
  /** Charged bytes: the size of the item before or after the request, whichever is larger. */
  readonly bytes: number;
}

/** Sum of charges. */
export interface Total {
  readonly requests: number;
  readonly writes: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly indexUnits: number;
  /** Size of the largest item. */
  readonly bytes: number;
}

/** Adds up the charges that `wanted` accepts. */
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
