import type { BatchReaction } from '../../../shared/messaging/batch.ts';
import type { AllBatchReactions, Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some reactions of inventory. */
const reacting =
  (
    replace: (services: Services) => {
      readonly [Name in keyof AllBatchReactions]?: Partial<AllBatchReactions[Name]>;
    },
  ): NonNullable<Mutant['services']> =>
  (services) => {
    const { batchReactions } = services;
    const replaced = replace(services);
    return {
      ...services,
      batchReactions: {
        'inventory-inbox': { ...batchReactions['inventory-inbox'], ...replaced['inventory-inbox'] },
        'inventory-reservations': {
          ...batchReactions['inventory-reservations'],
          ...replaced['inventory-reservations'],
        },
      },
    };
  };

/** Replaces what a reaction gets to see of each message. */
const seeing =
  <Data>(react: BatchReaction<Data>, see: (data: Data) => Data): BatchReaction<Data> =>
  (deliveries) =>
    react(deliveries.map((delivery) => ({ ...delivery, data: see(delivery.data) })));

/** Bugs in inventory. */
export const inventoryMutants: readonly Mutant[] = [
  {
    name: 'release-without-tombstone',
    service: 'inventory',
    bug: 'A release that comes before its reservation leaves nothing behind, so the reservation is made after it.',
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
    bug: 'The products of an order are taken one by one; when one is short, those before it stay taken.',
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
    bug: 'A redelivered order that holds the last unit is refused, for there is none left.',
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
    bug: 'An order that asks again about its stock gets no answer, for it was decided before.',
    services: reacting(({ batchReactions }) => ({
      'inventory-reservations': {
        OrderCreated: seeing(batchReactions['inventory-reservations'].OrderCreated, (data) => ({
          ...data,
          attempt: 1,
        })),
      },
    })),
  },
  {
    name: 'released-twice',
    service: 'inventory',
    bug: 'A repeated release gives the units back once more.',
    ports: (ports) => ({
      ...ports,
      escrow: {
        ...ports.escrow,
        releaseRow: async (row, outbox) => {
          const released = await ports.escrow.releaseRow(row, outbox);
          if (released === 'contended' || released.outcome === 'released') return released;
          return released.row?.status === 'RELEASED' ? { outcome: 'released' } : released;
        },
      },
    }),
  },
  {
    name: 'committed-after-release',
    service: 'inventory',
    bug: 'A payment commits the row of its order whatever it is, also when its units were given back.',
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
          await ports.reservations.save(row, before.version, []);
          return { outcome: 'committed' };
        },
      },
    }),
  },
  {
    name: 'used-goods-sold-again',
    service: 'inventory',
    bug: 'The stock of an order is released also when the kitchen has used it.',
    services: reacting(({ batchReactions }) => ({
      'inventory-inbox': {
        OrderCancelled: seeing(batchReactions['inventory-inbox'].OrderCancelled, (data) => ({
          ...data,
          previousStatus: 'PAID',
        })),
      },
    })),
  },
  {
    name: 'surplus-credited-twice',
    service: 'inventory',
    bug: 'A batch that is closed already is closed again, and gives its surplus back once more.',
    ports: (ports, { stores }) => ({
      ...ports,
      escrow: {
        ...ports.escrow,
        close: async (productId, batch, units) => {
          const closed = await ports.escrow.close(productId, batch, units);
          if (closed !== 'contended' && closed.outcome === 'refused') stores.stock.add(productId, units);
          return closed;
        },
      },
    }),
  },
  {
    name: 'released-without-its-batch',
    service: 'inventory',
    bug: 'A released row does not say by which batch, so whoever finishes that batch gives nothing back.',
    ports: (ports) => ({
      ...ports,
      escrow: {
        ...ports.escrow,
        releaseRow: ({ releasedBy: _forgotten, ...row }, outbox) => ports.escrow.releaseRow(row, outbox),
      },
    }),
  },
];
