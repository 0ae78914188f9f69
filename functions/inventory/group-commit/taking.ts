import type { StockSnapshot } from './batch-store.ts';

interface Wanted {
  readonly quantity: number;
}

/** Lines that can be served together, and the others, both in their order. */
export interface Fit<Line> {
  readonly fitting: readonly Line[];
  readonly left: readonly Line[];
}

/** Gives the available units to the oldest lines. A small line may pass a big one that does not fit. */
export const fit = <Line extends Wanted>(lines: readonly Line[], available: number): Fit<Line> => {
  const fitting: Line[] = [];
  const left: Line[] = [];
  let rest = available;
  for (const line of lines) {
    if (line.quantity <= rest) {
      rest -= line.quantity;
      fitting.push(line);
    } else {
      left.push(line);
    }
  }
  return { fitting, left };
};

/** What to do with undecided lines. */
export type NextStep<Line> =
  | { readonly step: 'take'; readonly lines: readonly Line[]; readonly left: readonly Line[] }
  /** None of the lines can be served, and no open batch may return units. */
  | { readonly step: 'refuse' }
  /** None can be served now, but an open batch may return units. */
  | { readonly step: 'wait' };

/** Decides on one snapshot of the stock item. */
export const nextStep = <Line extends Wanted>(
  lines: readonly Line[],
  stock: StockSnapshot,
): NextStep<Line> => {
  const { fitting, left } = fit(lines, stock.available);
  if (fitting.length > 0) return { step: 'take', lines: fitting, left };
  return stock.open.length === 0 ? { step: 'refuse' } : { step: 'wait' };
};
