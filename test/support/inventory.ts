import { reservationEnvelopes } from '../../functions/inventory/outbox.ts';
import { reactions, reservations as newOrders } from '../../functions/inventory/reactions.ts';
import { batchIdOf } from '../../functions/inventory/domain/escrow/batch-id.ts';
import { soldOutMemory } from '../../functions/inventory/domain/escrow/sold-out.ts';
import { stockBalances } from '../../functions/inventory/domain/conservation.ts';
import type { EscrowStore } from '../../functions/inventory/domain/escrow/escrow-store.ts';
import type { ReservationStore } from '../../functions/inventory/domain/reservation-store.ts';
import type { Product, ProductDetails } from '../../functions/inventory/domain/product.ts';
import type { Reserved } from '../../functions/inventory/domain/reservation.ts';
import type { StockAdjustment, StockLine } from '../../functions/inventory/domain/stock.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import type { MessageContext } from '../../shared/kernel/cause.ts';
import type { Delivery, DeliveryResult } from '../../shared/kernel/delivery.ts';
import type { OutboxMessage } from '../../shared/kernel/outbox.ts';
import { memoryEscrowStore } from './memory/inventory-escrow-store.ts';
import { memoryReservationStore } from './memory/inventory-reservation-store.ts';
import { memoryStockStore } from './memory/inventory-stock-store.ts';

/** When orders of tests ask for stock, and when they are answered. */
export const ASKED_AT = '2026-03-01T09:00:00.000Z';
export const NOW = '2026-03-01T09:00:02.000Z';

/** The `n`-th order id of a test. */
export const orderIdOf = (n: number): string => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const ORDER_ID = orderIdOf(1);

/** A granted row, with what a test wants to be otherwise. */
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

/** What an admin says about a product of tests. */
export const details = (overrides: Partial<ProductDetails> = {}): ProductDetails => ({
  name: 'Cardamom bun',
  unitAmount: 340,
  currency: 'EUR',
  active: true,
  ...overrides,
});

/** A catalogue entry of tests. */
export const product = (overrides: Partial<Product> = {}): Product => ({
  productId: 'bun',
  name: 'Cardamom bun',
  unitAmount: 340,
  currency: 'EUR',
  active: true,
  revision: 1,
  ...overrides,
});

/** An adjustment of tests. */
export const adjustment = (overrides: Partial<StockAdjustment> = {}): StockAdjustment => ({
  adjustmentId: 'adjustment-1',
  productId: 'bun',
  change: 10,
  reason: 'delivery',
  by: 'ada',
  at: NOW,
  ...overrides,
});

/** Where a message of tests comes from. */
export const context = (causationId = 'message-1'): MessageContext => ({
  correlationId: 'correlation-1',
  causationId,
  sentAt: ASKED_AT,
});

const itemsOf = (lines: readonly StockLine[]) =>
  lines.map((line) => ({ ...line, name: line.productId, unitAmount: 100 }));

const order = (orderId: string) => ({ orderId, customerId: 'alice' });

/** OrderCreated of these lines. */
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

/** OrderPaid of an order. */
export const orderPaid = (orderId = ORDER_ID): EventData<'OrderPaid'> => ({
  ...order(orderId),
  items: itemsOf([{ productId: 'bun', quantity: 1 }]),
  totalAmount: 100,
  currency: 'EUR',
  placedAt: ASKED_AT,
});

/** OrderCancelled of an order. */
export const orderCancelled = (
  previousStatus: EventData<'OrderCancelled'>['previousStatus'] = 'AWAITING_PAYMENT',
  orderId = ORDER_ID,
): EventData<'OrderCancelled'> => ({
  ...order(orderId),
  items: itemsOf([{ productId: 'bun', quantity: 1 }]),
  previousStatus,
  by: 'customer',
  cause: 'requested',
});

/** OrderExpired of an order. */
export const orderExpired = (orderId = ORDER_ID): EventData<'OrderExpired'> => ({
  ...order(orderId),
  items: itemsOf([{ productId: 'bun', quantity: 1 }]),
});

/** The stores that the reactions use. */
export interface InventoryStores {
  readonly reservations: ReservationStore;
  readonly escrow: EscrowStore;
}

/** Delivers one message alone. @throws what it failed with. */
const alone =
  <Data>(react: (deliveries: readonly Delivery<Data>[]) => Promise<readonly DeliveryResult[]>) =>
  async (data: Data, at: MessageContext): Promise<void> => {
    const message = { id: at.causationId, type: 'Message', data };
    const [result] = await react([{ data, context: at, message }]);
    if (result?.outcome === 'failed') throw result.error;
  };

/**
 * Inventory in memory, with its real reactions and envelopes.
 * @param wrap puts something between the reactions and the stores: a fault, a pause.
 */
export const inventory = (
  stocked: Readonly<Record<string, number>> = {},
  wrap: (stores: InventoryStores) => InventoryStores = (stores) => stores,
) => {
  const published: OutboxMessage[] = [];
  const pauses: number[] = [];
  const requeued: OutboxMessage[] = [];
  const clock = { now: NOW };
  let batches = 0;
  const stock = memoryStockStore();
  for (const [productId, units] of Object.entries(stocked)) stock.add(productId, units, units);
  const reservations = memoryReservationStore(stock, (_id, { outbox }) => published.push(...outbox));
  const escrow = memoryEscrowStore(stock, reservations);
  const dependencies = {
    ...wrap({ reservations, escrow }),
    toEnvelopes: reservationEnvelopes,
    now: () => clock.now,
    newBatchId: () => {
      batches += 1;
      return batchIdOf(Date.parse(clock.now) / 1000, Uint8Array.of(0, 0, 0, batches >> 8, batches & 255));
    },
    soldOut: soldOutMemory(() => clock.now, 0),
    requeue: async (message: OutboxMessage) => {
      requeued.push(message);
    },
    pause: async (attempt: number) => {
      pauses.push(attempt);
    },
  };
  const together = { ...reactions(dependencies), ...newOrders(dependencies) };
  const react = {
    OrderCreated: alone(together.OrderCreated),
    OrderPaid: alone(together.OrderPaid),
    OrderCancelled: alone(together.OrderCancelled),
    OrderExpired: alone(together.OrderExpired),
  };
  /** The books, with what open batches hold. */
  const balances = () => {
    const open = [...stock.items.values()].flatMap((item) => item.open);
    return stockBalances(
      stock.items,
      [...reservations.rows.values()].map(({ state }) => state),
      open.flatMap((batch) => escrow.manifests.get(batch) ?? []),
    );
  };
  return {
    react,
    together,
    stock,
    reservations,
    escrow,
    published,
    pauses,
    requeued,
    clock,
    balances,
    dependencies,
  };
};
