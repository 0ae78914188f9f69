import type { StockSnapshot } from './batch-store.ts';

interface Wanted {
  readonly quantity: number;
}

/** The lines that the stock can serve together, and the lines that are left. Both keep the given sequence. */
export interface Fit<Line> {
  readonly fitting: readonly Line[];
  readonly left: readonly Line[];
}

/**
 * Gives the available units to the lines in the given sequence. If a line needs more units than are left, smaller lines
 * after it may still be served.
 */
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

/** What to do with the lines of orders that are not decided yet. */
export type NextStep<Line> =
  | { readonly step: 'take'; readonly lines: readonly Line[]; readonly left: readonly Line[] }
  /** The stock can serve none of the lines, and no open batch may return units. */
  | { readonly step: 'refuse' }
  /** The stock can serve none of the lines now, but an open batch may return units. */
  | { readonly step: 'wait' };

/** Decides, from one snapshot of the stock, which of the lines get their units now. */
export const nextStep = <Line extends Wanted>(
  lines: readonly Line[],
  stock: StockSnapshot,
): NextStep<Line> => {
  const { fitting, left } = fit(lines, stock.available);
  if (fitting.length > 0) return { step: 'take', lines: fitting, left };
  return stock.open.length === 0 ? { step: 'refuse' } : { step: 'wait' };
};
