import type { BatchReaction } from '../../../shared/messaging/consumer.ts';
import type { AllReactions, Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

type InventoryReactions = Pick<AllReactions, 'inventory-inbox' | 'inventory-reservations'>;

const reacting =
  (
    replace: (services: Services) => {
      readonly [Name in keyof InventoryReactions]?: Partial<InventoryReactions[Name]>;
    },
  ): NonNullable<Mutant['services']> =>
  (services) => {
    const { reactions } = services;
    const replaced = replace(services);
    return {
      ...services,
      reactions: {
        ...reactions,
        'inventory-inbox': { ...reactions['inventory-inbox'], ...replaced['inventory-inbox'] },
        'inventory-reservations': {
          ...reactions['inventory-reservations'],
          ...replaced['inventory-reservations'],
        },
      },
    };
  };

/** Changes the data that a reaction receives. */
const seeing = <Data>({ together }: BatchReaction<Data>, see: (data: Data) => Data): BatchReaction<Data> => ({
  together: (deliveries) =>
    together(deliveries.map((delivery) => ({ ...delivery, data: see(delivery.data) }))),
});

export const inventoryMutants: readonly Mutant[] = [
  {
    name: 'release-without-tombstone',
    service: 'inventory',
    bug: 'A release that arrives before its reservation leaves no tombstone, so the stock is reserved later.',
    ports: (ports) => ({
      ...ports,
      reservations: {
        ...ports.reservations,
        insert: (row, outbox) =>
          row.status === 'RELEASED' ? Promise.resolve('inserted') : ports.reservations.insert(row, outbox),
      },
    }),
  },
  {
    name: 'partial-reservation-stays',
    service: 'inventory',
    bug: 'Products are reserved one by one. If one is short, the units of those before it stay taken.',
    ports: (ports, { stores }) => ({
      ...ports,
      reservations: {
        ...ports.reservations,
        reserve: async (reservation, outbox) => {
          const outcome = await ports.reservations.reserve(reservation, outbox);
          if (outcome === 'contended' || outcome.outcome !== 'short') return outcome;
          for (const { productId, quantity } of reservation.lines) {
            if (stores.stock.availableOf(productId) < quantity) break;
            stores.stock.add(productId, -quantity);
          }
          return outcome;
        },
      },
    }),
  },
  {
    name: 'last-unit-refused-again',
    service: 'inventory',
    bug: 'A redelivered order that already holds the last unit is rejected, because none is left.',
    ports: (ports, { stores }) => ({
      ...ports,
      reservations: {
        ...ports.reservations,
        reserve: async (reservation, outbox) => {
          const outcome = await ports.reservations.reserve(reservation, outbox);
          if (outcome === 'contended' || outcome.outcome !== 'exists') return outcome;
          const shortages = reservation.lines
            .map(({ productId, quantity }) => ({
              productId,
              requested: quantity,
              available: stores.stock.availableOf(productId),
            }))
            .filter(({ requested, available }) => available < requested);
          return shortages.length === 0 ? outcome : { outcome: 'short', shortages };
        },
        insert: async (row, outbox) => {
          const before = await ports.reservations.load(row.orderId);
          if (before === undefined || row.status !== 'REJECTED')
            return ports.reservations.insert(row, outbox);
          await ports.reservations.save(row, before.version, outbox);
          return 'inserted';
        },
      },
    }),
  },
  {
    name: 'answer-not-repeated',
    service: 'inventory',
    bug: 'An order that asks again for stock gets no answer, because it was decided before.',
    services: reacting(({ reactions }) => ({
      'inventory-reservations': {
        OrderCreated: seeing(reactions['inventory-reservations'].OrderCreated, (data) => ({
          ...data,
          attempt: 1,
        })),
      },
    })),
  },
  {
    name: 'released-twice',
    service: 'inventory',
    bug: 'A repeated release returns the units twice.',
    ports: (ports) => ({
      ...ports,
      batches: {
        ...ports.batches,
        releaseRow: async (row) => {
          const released = await ports.batches.releaseRow(row);
          if (released === 'contended' || released.outcome === 'released') return released;
          return released.row?.status === 'RELEASED' ? { outcome: 'released' } : released;
        },
      },
    }),
  },
  {
    name: 'committed-after-release',
    service: 'inventory',
    bug: 'A payment commits the reservation even if its units were already released.',
    ports: (ports) => ({
      ...ports,
      reservations: {
        ...ports.reservations,
        commit: async (orderId) => {
          const commit = await ports.reservations.commit(orderId);
          const before = await ports.reservations.load(orderId);
          if (before?.state.status !== 'RELEASED') return commit;
          const { lines, releasedAt: decidedAt } = before.state;
          const row = { orderId, lines, requestedAt: decidedAt, decidedAt, status: 'COMMITTED' } as const;
          await ports.reservations.save(row, before.version, undefined);
          return { outcome: 'committed' };
        },
      },
    }),
  },
  {
    name: 'used-goods-sold-again',
    service: 'inventory',
    bug: 'The stock of a cancelled order is released even if the kitchen has used it.',
    services: reacting(({ reactions }) => ({
      'inventory-inbox': {
        OrderCancelled: seeing(reactions['inventory-inbox'].OrderCancelled, (data) => ({
          ...data,
          previousStatus: 'PAID',
        })),
      },
    })),
  },
  {
    name: 'surplus-credited-twice',
    service: 'inventory',
    bug: 'A closed batch is closed again and returns its surplus twice.',
    ports: (ports, { stores }) => ({
      ...ports,
      batches: {
        ...ports.batches,
        close: async (productId, batch, units) => {
          const closed = await ports.batches.close(productId, batch, units);
          if (closed !== 'contended' && closed.outcome === 'refused') stores.stock.add(productId, units);
          return closed;
        },
      },
    }),
  },
  {
    name: 'released-without-its-batch',
    service: 'inventory',
    bug: 'A released reservation does not name its batch, so finishing that batch returns no units.',
    ports: (ports) => ({
      ...ports,
      batches: {
        ...ports.batches,
        releaseRow: ({ releasedBy: _forgotten, ...row }) => ports.batches.releaseRow(row),
      },
    }),
  },
];
