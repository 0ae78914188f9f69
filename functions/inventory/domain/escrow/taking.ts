import type { EscrowedStock } from './escrow-store.ts';

interface Wanted {
  readonly quantity: number;
}

/** Lines parted into those that can be had together and the others, both in their order. */
export interface Fit<Line> {
  readonly fitting: readonly Line[];
  readonly left: readonly Line[];
}

/** Gives what is available to the oldest lines; a small one may pass a big one that does not fit any more. */
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

/** What to do next about lines that are not decided yet. */
export type NextStep<Line> =
  | { readonly step: 'take'; readonly lines: readonly Line[]; readonly left: readonly Line[] }
  /** Certain: none of the lines can be had, and nothing is on its way that could come back. */
  | { readonly step: 'refuse' }
  /** None can be had now, but an open batch may give units back: a refusal could be false. */
  | { readonly step: 'wait' };

/** Decides by one snapshot of the stock item, which its last update returned. */
export const nextStep = <Line extends Wanted>(
  lines: readonly Line[],
  stock: EscrowedStock,
): NextStep<Line> => {
  const { fitting, left } = fit(lines, stock.available);
  if (fitting.length > 0) return { step: 'take', lines: fitting, left };
  return stock.open.length === 0 ? { step: 'refuse' } : { step: 'wait' };
};
