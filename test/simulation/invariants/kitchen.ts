import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/**
 * A ticket becomes ready only after the orders service has confirmed the start of its preparation. Without a
 * confirmation, the order may be cancelled already. Few seeds contain such a cancellation, so this invariant checks the
 * confirmation itself.
 */
export const kitchenInvariants = ({ world, stores }: Shop): Observer => ({
  store: {
    onTicket: ({ status, orderId }, before) => {
      if (status !== 'READY' || before?.status === 'READY') return;
      const history = stores.orders.rows.get(orderId)?.state.history ?? [];
      if (history.some((entry) => entry.status === 'PREPARING')) return;
      world.kernel.fail(
        'confirmed-before-ready',
        `${world.orderName(orderId)} is ready and was never confirmed`,
      );
    },
  },
});
