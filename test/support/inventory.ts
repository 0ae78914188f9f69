import { reactions, reservations as newOrders } from '../../functions/inventory/reactions.ts';
import { batchIdOf } from '../../functions/inventory/group-commit/batch-id.ts';
import { soldOutMemory } from '../../functions/inventory/group-commit/sold-out.ts';
import { stockBalances } from '../../functions/inventory/group-commit/conservation.ts';
import type { BatchStore } from '../../functions/inventory/group-commit/batch-store.ts';
import type { ReservationStore, Reserved } from '../../functions/inventory/domain/reservation.ts';
import type { Product, ProductDetails } from '../../functions/inventory/domain/product.ts';
import type { StockAdjustment, StockLine } from '../../functions/inventory/domain/stock.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import { eventsIn, type QueueMessage } from '../../shared/events/integration-event.ts';
import type { MessageContext, Outbox, OutboxEvent } from '../../shared/kernel/messages.ts';
import type { BatchReaction, Reaction } from '../../shared/messaging/consumer.ts';
import { memoryBatchStore } from './memory/inventory-batch-store.ts';
import { memoryReservationStore } from './memory/inventory-reservation-store.ts';
import { memoryStockStore } from './memory/inventory-stock-store.ts';

/** The time at which test orders request stock (`ASKED_AT`), and when the inventory service decides (`NOW`). */
export const ASKED_AT = '2026-03-01T09:00:00.000Z';
export const NOW = '2026-03-01T09:00:02.000Z';

export const orderIdOf = (n: number): string => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const ORDER_ID = orderIdOf(1);

export const reserved = (overrides: Partial<Reserved> = {}): Reserved => ({
  status: 'RESERVED',
  orderId: ORDER_ID,
  lines: [
    { productId: 'bun', quantity: 3 },
    { productId: 'mug', quantity: 1 },
  ],
  requestedAt: ASKED_AT,
  decidedAt: NOW,
  ...overrides,
});

export const details = (overrides: Partial<ProductDetails> = {}): ProductDetails => ({
  name: 'Cardamom bun',
  unitAmount: 340,
  currency: 'EUR',
  active: true,
  ...overrides,
});

export const product = (overrides: Partial<Product> = {}): Product => ({
  productId: 'bun',
  name: 'Cardamom bun',
  unitAmount: 340,
  currency: 'EUR',
  active: true,
  revision: 1,
  ...overrides,
});

export const adjustment = (overrides: Partial<StockAdjustment> = {}): StockAdjustment => ({
  adjustmentId: 'adjustment-1',
  productId: 'bun',
  change: 10,
  reason: 'delivery',
  by: 'ada',
  at: NOW,
  ...overrides,
});

export const context = (causationId = 'message-1'): MessageContext => ({
  correlationId: 'correlation-1',
  causationId,
  sentAt: ASKED_AT,
});

/** An outbox of one event with nested data. */
export const outboxWith = (type: string): Outbox => ({
  at: NOW,
  correlationId: 'correlation-1',
  causationId: 'message-1',
  events: [{ id: 'E:1', type, data: { nested: [{ deep: true }] } }],
});

const itemsOf = (lines: readonly StockLine[]) =>
  lines.map((line) => ({ ...line, name: line.productId, unitAmount: 100 }));

const order = (orderId: string) => ({ orderId, customerId: 'alice' });

export const orderCreated = (
  lines: readonly StockLine[],
  { orderId = ORDER_ID, attempt = 1 }: { readonly orderId?: string; readonly attempt?: number } = {},
): EventData<'OrderCreated'> => ({
  ...order(orderId),
  items: itemsOf(lines),
  totalAmount: 100,
  currency: 'EUR',
  attempt,
});

export const orderPaid = (orderId = ORDER_ID): EventData<'OrderPaid'> => ({
  ...order(orderId),
  items: itemsOf([{ productId: 'bun', quantity: 1 }]),
  totalAmount: 100,
  currency: 'EUR',
  placedAt: ASKED_AT,
});

export const orderCancelled = (
  previousStatus: EventData<'OrderCancelled'>['previousStatus'] = 'AWAITING_PAYMENT',
  orderId = ORDER_ID,
): EventData<'OrderCancelled'> => ({
  ...order(orderId),
  items: itemsOf([{ productId: 'bun', quantity: 1 }]),
  previousStatus,
  by: 'customer',
  cause: 'cancelled-by-customer',
});

export const orderExpired = (orderId = ORDER_ID): EventData<'OrderExpired'> => ({
  ...order(orderId),
  items: itemsOf([{ productId: 'bun', quantity: 1 }]),
});

export interface InventoryStores {
  readonly reservations: ReservationStore;
  readonly batches: BatchStore;
}

/**
 * Turns a reaction into a function that delivers a single message to it.
 * The function throws the error that the message failed with.
 */
const alone =
  <Data>(reaction: Reaction<Data> | BatchReaction<Data>) =>
  async (data: Data, at: MessageContext): Promise<void> => {
    if (typeof reaction === 'function') {
      await reaction(data, at);
      return;
    }
    const message = { id: at.causationId, type: 'Message', causationId: at.causationId, data };
    const [result] = await reaction.together([{ data, context: at, message }]);
    if (result?.outcome === 'failed') throw result.error;
  };

/**
 * The inventory service with stores in memory, and its real reactions and publications.
 * @param stocked the units of each product.
 * @param wrap can replace methods of the stores, e.g. to make them fail.
 */
export const inventory = (
  stocked: Readonly<Record<string, number>> = {},
  wrap: (stores: InventoryStores) => InventoryStores = (stores) => stores,
) => {
  const published: QueueMessage[] = [];
  const pauses: number[] = [];
  const requeued: OutboxEvent[] = [];
  const clock = { now: NOW };
  let batchesBegun = 0;
  const stock = memoryStockStore();
  for (const [productId, units] of Object.entries(stocked)) stock.add(productId, units, units);
  const reservations = memoryReservationStore(stock, (_id, { outbox }) => {
    if (outbox !== undefined) published.push(...eventsIn(outbox));
  });
  const batches = memoryBatchStore(stock, reservations);
  const dependencies = {
    ...wrap({ reservations, batches }),
    now: () => clock.now,
    newBatchId: () => {
      batchesBegun += 1;
      const random = Uint8Array.of(0, 0, 0, batchesBegun >> 8, batchesBegun & 255);
      return batchIdOf(Date.parse(clock.now) / 1000, random);
    },
    soldOut: soldOutMemory(() => clock.now, 0),
    requeue: async (message: OutboxEvent) => {
      requeued.push(message);
    },
    pause: async (attempt: number) => {
      pauses.push(attempt);
    },
  };
  const all = { ...reactions(dependencies), ...newOrders(dependencies) };
  const react = {
    OrderCreated: alone(all.OrderCreated),
    OrderPaid: alone(all.OrderPaid),
    OrderCancelled: alone(all.OrderCancelled),
    OrderExpired: alone(all.OrderExpired),
  };
  /** The stock balance of each product, including units in open batches. */
  const balances = () => {
    const open = [...stock.items.values()].flatMap((item) => item.open);
    return stockBalances(
      stock.items,
      [...reservations.rows.values()].map(({ state }) => state),
      open.flatMap((batch) => batches.intents.get(batch) ?? []),
    );
  };
  return {
    react,
    stock,
    reservations,
    batches,
    published,
    pauses,
    requeued,
    clock,
    balances,
    dependencies,
  };
};
