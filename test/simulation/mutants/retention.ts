import type { Mutant } from './mutant.ts';

/** Any time works, because the mutant writes an expiry where there must be none. */
const SOON = 1_800_000_000;

export const retentionMutants: readonly Mutant[] = [
  {
    name: 'order-in-flight-expires',
    service: 'orders',
    bug: 'Each change of an order writes an expiry, even if the order is still in flight.',
    ports: (ports) => ({
      ...ports,
      orders: {
        ...ports.orders,
        save: (order, version, outbox, expiresAt = SOON) =>
          ports.orders.save(order, version, outbox, expiresAt),
      },
    }),
  },
  {
    name: 'expiry-from-the-request',
    service: 'payments',
    bug: 'A payment is kept for a period that began long before its events, so it expires before inboxes refuse them.',
    ports: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        save: (payment, version, outbox, expiresAt) =>
          ports.payments.save(
            payment,
            version,
            outbox,
            expiresAt === undefined ? undefined : expiresAt - 2 * 86_400,
          ),
      },
    }),
  },
  {
    name: 'order-never-expires',
    service: 'orders',
    bug: 'The end of an order writes no expiry, so the order is kept for ever.',
    ports: (ports) => ({
      ...ports,
      orders: {
        ...ports.orders,
        insert: (order, outbox) => ports.orders.insert(order, outbox),
        save: (order, version, outbox) => ports.orders.save(order, version, outbox),
      },
    }),
  },
];
