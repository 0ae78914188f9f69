import type { Price, PriceList } from '../../../functions/orders/domain/ports.ts';

/** The in-memory counterpart of `dynamoPriceList`. Both pass the same contract test. */
export const memoryPriceList = (
  ...known: readonly Price[]
): PriceList & { readonly known: ReadonlyMap<string, Price> } => {
  const prices = new Map(known.map((price) => [price.productId, price]));
  return {
    known: prices,
    find: async (productIds) =>
      new Map(
        productIds.flatMap((productId) => {
          const price = prices.get(productId);
          return price === undefined ? [] : [[productId, { ...price }] as const];
        }),
      ),
    record: async (price) => {
      const before = prices.get(price.productId);
      if (before !== undefined && before.revision >= price.revision) return 'outdated';
      prices.set(price.productId, { ...price });
      return 'recorded';
    },
  };
};
