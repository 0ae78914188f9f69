import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import { change } from '../../../shared/kernel/change.ts';
import type { Clock, Instant } from '../../../shared/kernel/clock.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { ProductStore } from '../domain/product-store.ts';
import {
  addProduct,
  evolveProduct,
  reviseProduct,
  viewOf,
  type Product,
  type ProductChanged,
  type ProductDetails,
  type ProductView,
} from '../domain/product.ts';
import type { StockStore } from '../domain/stock-store.ts';

/** What the use case needs. */
export interface PutProductDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
  readonly toEnvelopes: (
    events: readonly ProductChanged[],
    cause: Cause,
    at: Instant,
  ) => readonly OutboxMessage[];
  readonly now: Clock;
}

/** Puts a product into the catalogue; `added` says that it was not there before. */
export type PutProduct = (
  productId: string,
  details: ProductDetails,
  cause: Cause,
) => Promise<{ readonly added: boolean; readonly product: ProductView }>;

/**
 * Adds or revises a product:
 * 1. an entry that is there becomes what was sent, with the next revision, unless it is that already;
 * 2. one that is not is added; if somebody else was faster, theirs is revised.
 * @throws AppError `unavailable` after too many lost races.
 */
export const putProduct =
  ({ products, stock, toEnvelopes, now }: PutProductDependencies): PutProduct =>
  async (productId, details, cause) => {
    const revise = () =>
      change<Product, ProductChanged, never>({
        load: () => products.load(productId),
        decide: reviseProduct(details),
        evolve: evolveProduct,
        save: (next, version, events) => products.save(next, version, toEnvelopes(events, cause, now())),
      });
    const answer = async (product: Product, added: boolean) => {
      const { available } = await stock.level(productId);
      return { added, product: viewOf(product, available) };
    };

    const revised = await revise();
    if (revised.outcome === 'accepted') return answer(revised.state, false);

    const event = addProduct(productId, details);
    const inserted = await products.insert(event.product, toEnvelopes([event], cause, now()));
    if (inserted === 'inserted') return answer(event.product, true);

    const late = await revise();
    if (late.outcome === 'accepted') return answer(late.state, false);
    throw new AppError('unavailable', 'product.vanished', 'Please try again');
  };
