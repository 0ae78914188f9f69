import { computed } from '@preact/signals';
import type { components } from '../../client/index.ts';
import { totalOf } from '../../shared/kernel/money.ts';
import { stored } from '../common/stored.ts';

export type Product = components['schemas']['Product'];

/** A line of the basket, with the name and the price that the page shows. */
export type BasketLine = Pick<Product, 'productId' | 'name' | 'unitAmount' | 'currency'> & {
  readonly imageUrl?: string | undefined;
  readonly quantity: number;
};

/** The limits of an order (PlaceOrderRequest in docs/api/openapi.yaml). */
export const MAX_LINES = 20;
export const MAX_QUANTITY = 1000;

const isLine = (found: unknown): found is BasketLine => {
  const line = found as Partial<BasketLine> | null;
  return (
    typeof line?.productId === 'string' &&
    typeof line.name === 'string' &&
    typeof line.currency === 'string' &&
    Number.isInteger(line.unitAmount) &&
    Number.isInteger(line.quantity) &&
    Number(line.quantity) > 0
  );
};

/** The lines of the basket. */
export const basket = stored<readonly BasketLine[]>('orderly.basket', (found) =>
  Array.isArray(found) ? found.filter(isLine).slice(0, MAX_LINES) : [],
);

/** The customer's note for the kitchen. */
export const note = stored('orderly.note', (found) => (typeof found === 'string' ? found : ''));

export const unitsInBasket = computed(() => basket.value.reduce((sum, { quantity }) => sum + quantity, 0));
export const basketTotal = computed(() => totalOf(basket.value));
/** The currency of the basket's first product. An order has only one currency. */
export const basketCurrency = computed(() => basket.value[0]?.currency ?? 'EUR');

export const quantityOf = (productId: string): number =>
  basket.value.find((line) => line.productId === productId)?.quantity ?? 0;

/** Sets how many units of a product are in the basket. 0 removes the product. A full basket gets no new product. */
export const setQuantity = (product: Omit<BasketLine, 'quantity'>, wanted: number): void => {
  const { productId, name, unitAmount, currency, imageUrl } = product;
  const quantity = Math.min(Math.max(0, wanted), MAX_QUANTITY);
  const line = { productId, name, unitAmount, currency, imageUrl, quantity };
  const lines = basket.value;
  if (quantity === 0) basket.value = lines.filter((one) => one.productId !== productId);
  else if (lines.some((one) => one.productId === productId)) {
    basket.value = lines.map((one) => (one.productId === productId ? line : one));
  } else if (lines.length < MAX_LINES) basket.value = [...lines, line];
};

/** Empties the basket and the note. */
export const emptyBasket = (): void => {
  basket.value = [];
  note.value = '';
};
