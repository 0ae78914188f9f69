import { formatMoney } from '../../../../shared/kernel/money.ts';

/** A line of an order. */
export interface PricedLine {
  readonly name: string;
  readonly quantity: number;
  /** Minor units. */
  readonly unitAmount: number;
}

/** A line with its price, e.g. `2 × Walnut desk, €1,240.00`. */
export const pricedLine =
  (currency: string) =>
  ({ name, quantity, unitAmount }: PricedLine): string =>
    `${quantity} × ${name}, ${formatMoney(quantity * unitAmount, currency)}`;

/** A line without its price, e.g. `2 × Walnut desk`. */
export const plainLine = ({ name, quantity }: { readonly name: string; readonly quantity: number }): string =>
  `${quantity} × ${name}`;
