import type { Ports } from './ports.ts';
import type { QueueListener } from './queue.ts';
import type { Stores } from './stores.ts';
import type { World } from './world.ts';

/** How often a message or request met an item in each state. Keys look like `orders PAID StockReserved`. */
export type Coverage = Map<string, number>;

/** The services whose states are counted. */
export const coveredServices = ['orders', 'inventory', 'payments', 'fulfilment'] as const;
export type CoveredService = (typeof coveredServices)[number];

/** The key of a pair of state and message. An item that does not exist yet has the state `none`. */
export const pairOf = (service: CoveredService, state: string, cause: string): string =>
  `${service} ${state} ${cause}`;

/** Wraps stores to count the state of each item that a message or request loads. */
export const covering = (ports: Ports, { kernel }: World, coverage: Coverage): Ports => {
  const count =
    <Stored extends { readonly state: { readonly status: string } }>(
      service: CoveredService,
      load: (id: string) => Promise<Stored | undefined>,
    ) =>
    async (id: string): Promise<Stored | undefined> => {
      const stored = await load(id);
      const cause = kernel.active()?.cause ?? 'nobody';
      const pair = pairOf(service, stored?.state.status ?? 'none', cause);
      coverage.set(pair, (coverage.get(pair) ?? 0) + 1);
      return stored;
    };
  return {
    ...ports,
    orders: { ...ports.orders, load: count('orders', ports.orders.load) },
    payments: { ...ports.payments, load: count('payments', ports.payments.load) },
    tickets: { ...ports.tickets, load: count('fulfilment', ports.tickets.load) },
  };
};

/**
 * For the inventory service, counts each pair when a message is delivered, because this service processes messages in
 * batches.
 */
export const deliveryCounter = (stores: Stores, coverage: Coverage): QueueListener => ({
  onDelivered: ({ type, data }) => {
    const { orderId } = data as { readonly orderId: string };
    const pair = pairOf('inventory', stores.reservations.rows.get(orderId)?.state.status ?? 'none', type);
    coverage.set(pair, (coverage.get(pair) ?? 0) + 1);
  },
});
