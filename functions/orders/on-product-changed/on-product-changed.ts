import type { Price, PriceList } from '../domain/price-list.ts';

/** A product changed: note its price, unless a newer one is known already. */
export const onProductChanged =
  (dependencies: { readonly prices: PriceList }) =>
  ({ productId, name, unitAmount, currency, active, revision }: Price) =>
    dependencies.prices.record({ productId, name, unitAmount, currency, active, revision });
