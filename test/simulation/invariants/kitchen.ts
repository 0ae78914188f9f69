import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/**
 * Nothing is declared ready unless orders took the order into preparation: until then a cancellation may have won there.
 * Whether one has is a rare coincidence; that the kitchen did not wait for the answer shows at once.
 */
export const kitchenInvariants = ({ world, stores }: Shop): Observer => ({
  store: {
    onTicket: ({ status, orderId }, before) => {
      if (status !== 'READY' || before?.status === 'READY') return;
      const history = stores.orders.rows.get(orderId)?.state.history ?? [];
      if (history.some((entry) => entry.status === 'PREPARING')) return;
      world.kernel.fail('confirmed-before-ready', `${world.orderName(orderId)} is ready and never was begun`);
    },
  },
});
