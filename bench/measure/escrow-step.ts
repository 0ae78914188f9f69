import { dynamoEscrowStore } from '../../functions/inventory/adapters/dynamo-escrow-store.ts';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { stockKey } from '../../functions/inventory/adapters/keys.ts';
import { batchIdOf, RANDOM_BYTES } from '../../functions/inventory/domain/escrow/batch-id.ts';
import { recoverAbandoned } from '../../functions/inventory/domain/escrow/commit-batch.ts';
import { soldOutMemory } from '../../functions/inventory/domain/escrow/sold-out.ts';
import { reservationEnvelopes } from '../../functions/inventory/outbox.ts';
import { reserveStock } from '../../functions/inventory/reserve-stock/reserve-stock.ts';
import { bytesOf } from '../random.ts';
import { stockItems } from '../baselines/stock-item.ts';
import type { StepDependencies, StockStep } from '../baselines/stock-step.ts';

/**
 * Escrow group commit: the very use case and adapters that run in the function, over the given client.
 *
 * Guarantees: exact under redelivery, deaths and lost answers; no oversell, nothing stranded, no refusal while anything
 * that is held could still come back. Its price: a manifest for each batch, and undecided orders wait for a second
 * delivery while the last units are on their way.
 */
export const escrowStep = ({ client, table, now, pause, random }: StepDependencies): StockStep => {
  const dependencies = {
    escrow: dynamoEscrowStore({ client, once: client }, table),
    reservations: dynamoReservationStore(client, table),
    toEnvelopes: reservationEnvelopes,
    newBatchId: () => batchIdOf(Math.floor(Date.parse(now()) / 1000), bytesOf(random, RANDOM_BYTES)),
    soldOut: soldOutMemory(now),
    now,
    pause,
  };
  const items = stockItems({ client, table });
  return {
    name: 'Escrow group commit (Orderly)',
    stockUp: (productId, units) => items.create(stockKey(productId), units),
    available: async (productId) => (await items.read(stockKey(productId))).available,
    isHot: (key) => key.startsWith('stock#'),
    settle: async (orders) => {
      const undecided = new Set<string>();
      const requeue = async ({ id }: { readonly id: string }): Promise<void> => {
        const order = orders.find(({ message }) => message.id === id);
        if (order !== undefined) undecided.add(order.orderId);
      };
      const failures = await reserveStock({ ...dependencies, requeue })(orders);
      for (const orderId of failures.keys()) undecided.add(orderId);
      return undecided;
    },
    sweep: async (productId) => {
      let stock = await dependencies.escrow.stock(productId);
      for (let round = 0; stock.open.length > 0 && round < 100; round += 1) {
        await recoverAbandoned(dependencies)(stock.open);
        stock = await dependencies.escrow.stock(productId);
      }
    },
  };
};
