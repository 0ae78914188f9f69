import { markdownTable } from '../documents/sections.ts';
import type { Samples } from './measure.ts';

/** Maximum of `acceptP50`: Orderly's median time to accept an order, divided by that of a minimal function. */
export const ACCEPT_LIMIT = 1.3;

/** A percentile by the nearest-rank method. `share` is from 0 to 1. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
};

/** Orderly's percentiles, divided by those of the minimal functions (floors). */
export interface Ratios {
  readonly acceptP50: number;
  readonly acceptP95: number;
  readonly reservedP50: number;
  readonly reservedP95: number;
}

export const ratiosOf = ({ accept, acceptFloor, reserved, hopFloor }: Samples): Ratios => ({
  acceptP50: percentile(accept, 0.5) / percentile(acceptFloor, 0.5),
  acceptP95: percentile(accept, 0.95) / percentile(acceptFloor, 0.95),
  reservedP50: percentile(reserved, 0.5) / percentile(hopFloor, 0.5),
  reservedP95: percentile(reserved, 0.95) / percentile(hopFloor, 0.95),
});

export const ratioTable = (ratios: Ratios, samples: number): string =>
  markdownTable(
    [`Against its floor (${samples} samples each)`, 'p50 ×', 'p95 ×'],
    [
      ['`POST /orders` until 202', ratios.acceptP50.toFixed(2), ratios.acceptP95.toFixed(2)],
      ['from 202 until reserved', ratios.reservedP50.toFixed(2), ratios.reservedP95.toFixed(2)],
    ],
  );
