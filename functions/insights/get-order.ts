import { AppError } from '../../shared/errors.ts';
import type { RowStore } from './domain/row-store.ts';
import { rowDetailsOf, type RowDetails } from './domain/row-view.ts';

/**
 * Shows an order with its timeline.
 * @throws AppError 404 `insights.order-not-found` if nothing is stored about the order.
 */
export const getOrder =
  ({ rows }: { readonly rows: Pick<RowStore, 'load'> }) =>
  async (orderId: string): Promise<RowDetails> => {
    const stored = await rows.load(orderId);
    if (stored === undefined) {
      throw new AppError('not-found', 'insights.order-not-found', 'Nothing is stored about this order');
    }
    return rowDetailsOf(stored.state);
  };
