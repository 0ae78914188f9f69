import { changeReservation } from '../../../functions/inventory/domain/change-reservation.ts';
import { release } from '../../../functions/inventory/domain/reservation.ts';
import { accept } from '../../../shared/kernel/decision.ts';
import type { Reactions } from '../../../shared/messaging/dispatch.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some reactions of inventory. */
const reacting =
  (replace: (services: Services) => Partial<Reactions<'inventory-inbox'>>): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      'inventory-inbox': { ...services.reactions['inventory-inbox'], ...replace(services) },
    },
  });

/** Bugs in inventory. */
export const inventoryMutants: readonly Mutant[] = [
  {
    name: 'release-without-tombstone',
    service: 'inventory',
    bug: 'A release that comes before its reservation leaves nothing behind, so the reservation is made after it.',
    services: reacting(({ dependencies }) => {
      const forget: Reactions<'inventory-inbox'>['OrderExpired'] = ({ orderId }, context) =>
        changeReservation(dependencies.inventory, orderId, release(dependencies.inventory.now()), context);
      return { OrderCancelled: forget, OrderExpired: forget };
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
    services: reacting(({ reactions }) => ({
      OrderCreated: (data, context) =>
        reactions['inventory-inbox'].OrderCreated({ ...data, attempt: 1 }, context),
    })),
  },
  {
    name: 'released-twice',
    service: 'inventory',
    bug: 'A repeated release gives the units back once more.',
    services: reacting(({ dependencies, reactions }) => ({
      OrderCancelled: async (data, context) => {
        const { inventory } = dependencies;
        await reactions['inventory-inbox'].OrderCancelled(data, context);
        await changeReservation(
          inventory,
          data.orderId,
          (row) =>
            row.status === 'RELEASED' && row.lines.length > 0 && row.releasedAt < inventory.now()
              ? accept({ type: 'StockReleased', at: row.releasedAt })
              : accept(),
          context,
        );
      },
    })),
  },
  {
    name: 'used-goods-sold-again',
    service: 'inventory',
    bug: 'The stock of an order is released also when the kitchen has used it.',
    services: reacting(({ reactions }) => ({
      OrderCancelled: (data, context) =>
        reactions['inventory-inbox'].OrderCancelled({ ...data, previousStatus: 'PAID' }, context),
    })),
  },
];
