import type { BasketLine, Product } from './basket.ts';

/** A difference between a line of the basket and the current product. */
export type Change = { readonly name: string } & (
  | { readonly kind: 'gone' | 'sold-out' }
  | { readonly kind: 'fewer'; readonly available: number }
  | { readonly kind: 'price'; readonly before: number; readonly now: number; readonly currency: string }
);

/**
 * Products by id, as `freshProducts` returns them. The value is undefined if the product does not exist. Nothing is
 * known about a product that the map does not contain.
 */
type Found = ReadonlyMap<string, Product | undefined>;

const isForSale = (product: Product | undefined): product is Product => product?.active === true;

/** Finds the differences between the basket and the current products. */
export const changesOf = (lines: readonly BasketLine[], products: Found): readonly Change[] =>
  lines.flatMap(({ productId, name, quantity, unitAmount, currency }): readonly Change[] => {
    if (!products.has(productId)) return [];
    const product = products.get(productId);
    if (!isForSale(product)) return [{ name, kind: 'gone' }];
    if (product.available === 0) return [{ name, kind: 'sold-out' }];
    return [
      ...(product.available < quantity
        ? [{ name, kind: 'fewer' as const, available: product.available }]
        : []),
      ...(product.unitAmount !== unitAmount || product.currency !== currency
        ? [
            {
              name,
              kind: 'price' as const,
              before: unitAmount,
              now: product.unitAmount,
              currency: product.currency,
            },
          ]
        : []),
    ];
  });

/** Returns the basket without the units that were ordered. The customer may have added others meanwhile. */
export const withoutOrdered = (
  lines: readonly BasketLine[],
  ordered: readonly { readonly productId: string; readonly quantity: number }[],
): readonly BasketLine[] =>
  lines.flatMap((line) => {
    const units = ordered.find(({ productId }) => productId === line.productId)?.quantity ?? 0;
    return line.quantity > units ? [{ ...line, quantity: line.quantity - units }] : [];
  });

/**
 * Returns the basket with only what can be ordered now, at the current prices. Lines whose products could not be loaded
 * stay as they are.
 */
export const corrected = (lines: readonly BasketLine[], products: Found): readonly BasketLine[] =>
  lines.flatMap((line) => {
    if (!products.has(line.productId)) return [line];
    const product = products.get(line.productId);
    if (!isForSale(product) || product.available === 0) return [];
    const { name, unitAmount, currency, imageUrl, available } = product;
    return [{ ...line, name, unitAmount, currency, imageUrl, quantity: Math.min(line.quantity, available) }];
  });
