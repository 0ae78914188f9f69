import { signal } from '@preact/signals';
import { ownApi, resultOf } from '../../common/calls.ts';
import type { Failure } from '../../common/failure.ts';
import type { StockCheck } from './check-verdict.ts';

/** The last finished check of each product's stock. It is removed when the stock is changed on this page. */
export const stockChecks = signal<Readonly<Record<string, StockCheck>>>({});

/** Forgets the check of a product whose stock has changed. */
export const forgetCheck = (productId: string): void => {
  const { [productId]: _forgotten, ...others } = stockChecks.value;
  stockChecks.value = others;
};

/**
 * Checks the stock of a product, page by page.
 * @param show called after each page
 * @returns why the check failed. Undefined if it is finished, or was stopped by the signal.
 */
export const checkStock = async (
  productId: string,
  show: (check: StockCheck) => void,
  stop: AbortSignal,
): Promise<Failure | undefined> => {
  let cursor: string | undefined;
  do {
    const result = await resultOf(
      ownApi.GET('/products/{productId}/stock', {
        params: { path: { productId }, query: cursor === undefined ? {} : { cursor } },
        cache: 'no-store',
        signal: stop,
      }),
    );
    if (stop.aborted) return undefined;
    if (!result.ok) return result.failure;
    show(result.value);
    cursor = result.value.nextCursor;
    if (cursor === undefined) stockChecks.value = { ...stockChecks.value, [productId]: result.value };
  } while (cursor !== undefined);
  return undefined;
};
