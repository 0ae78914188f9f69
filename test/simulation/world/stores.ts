import type { Erasure } from '../../../functions/orders/domain/erasure.ts';
import type { Order } from '../../../functions/orders/domain/order.ts';
import type { Payment } from '../../../functions/payments/domain/payment.ts';
import type { Product } from '../../../functions/inventory/domain/product.ts';
import type { Reservation } from '../../../functions/inventory/domain/reservation.ts';
import type { StockMovement } from '../../../functions/inventory/domain/stock.ts';
import type { TicketRecord } from '../../../functions/fulfilment/domain/ticket.ts';
import type { ServiceName } from '../../../shared/events/catalog.ts';
import { eventsIn, type QueueMessage } from '../../../shared/events/integration-event.ts';
import { memoryTicketStore } from '../../support/memory/fulfilment-ticket-store.ts';
import { memoryRowStore } from '../../support/memory/insights-row-store.ts';
import { memoryBatchStore } from '../../support/memory/inventory-batch-store.ts';
import { memoryProductStore } from '../../support/memory/inventory-product-store.ts';
import { memoryReservationStore } from '../../support/memory/inventory-reservation-store.ts';
import { memoryStockStore } from '../../support/memory/inventory-stock-store.ts';
import { memoryContactStore, memoryMessageLog } from '../../support/memory/notifications-stores.ts';
import { memoryAccounts, memoryErasureStore } from '../../support/memory/orders-erasure-store.ts';
import { memoryOrderStore } from '../../support/memory/orders-order-store.ts';
import { memoryPriceList } from '../../support/memory/orders-price-list.ts';
import { memoryPaymentStore } from '../../support/memory/payments-payment-store.ts';
import type { Copy, MemoryRow } from '../../support/memory/versioned-memory.ts';
import type { StreamChange } from '../../../shared/messaging/relay.ts';

/** Freezes a value deeply. Code that tries to change a stored object then throws. */
export const freeze: Copy = (value) => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key of Object.keys(value)) freeze((value as Readonly<Record<string, unknown>>)[key]);
  return value;
};

/** Observes writes, each in the step in which it takes effect. `before` is the state before the write. */
export interface StoreListener {
  onOrder?(order: Order, before: Order | undefined): void;
  onPayment?(payment: Payment, before: Payment | undefined): void;
  onReservation?(reservation: Reservation, before: Reservation | undefined): void;
  onTicket?(ticket: TicketRecord, before: TicketRecord | undefined): void;
  onProduct?(product: Product, before: Product | undefined): void;
  onStock?(movement: StockMovement): void;
  /** Called with the events that a write put in its outbox. */
  onCommitted?(service: ServiceName, id: string, events: readonly QueueMessage[]): void;
}

/** Adds a write to the table's stream. */
export type Tell = (service: ServiceName, key: string, change: Omit<StreamChange, 'sequenceNumber'>) => void;

export type Stores = ReturnType<typeof createStores>;

/** Creates in-memory stores for all services. They pass the same contract tests as the DynamoDB stores. */
export const createStores = (tell: Tell, listeners: readonly StoreListener[]) => {
  const onWrite =
    <State>(
      service: ServiceName,
      kind: string,
      hear: (listener: StoreListener, state: State, before?: State) => void,
    ) =>
    (id: string, row: MemoryRow<State>, before: MemoryRow<State> | undefined): void => {
      const { outbox } = row;
      const events = outbox === undefined ? [] : eventsIn(outbox);
      for (const listener of listeners) {
        hear(listener, row.state, before?.state);
        listener.onCommitted?.(service, id, events);
      }
      const pk = `${kind}#${id}`;
      tell(service, pk, {
        before: before && { pk, version: before.version },
        after: { pk, version: row.version, ...(outbox && { outbox }) },
      });
    };

  const stock = memoryStockStore((movement) => {
    for (const listener of listeners) listener.onStock?.(movement);
    const pk = `stock#${movement.productId}`;
    tell('inventory', pk, {
      before: { pk, available: movement.before, version: movement.version - 1 },
      after: { pk, available: movement.after, version: movement.version },
    });
  });
  const prices = memoryPriceList();
  const reservations = memoryReservationStore(
    stock,
    onWrite<Reservation>('inventory', 'reservation', (l, row, before) => l.onReservation?.(row, before)),
    freeze,
  );

  return {
    orders: memoryOrderStore(
      onWrite<Order>('orders', 'order', (listener, order, before) => listener.onOrder?.(order, before)),
      freeze,
    ),
    erasures: memoryErasureStore(
      onWrite<Erasure>('orders', 'erasure', () => undefined),
      freeze,
    ),
    accounts: memoryAccounts(),
    prices,
    products: memoryProductStore(
      onWrite<Product>('inventory', 'product', (l, product, before) => l.onProduct?.(product, before)),
      freeze,
    ),
    stock,
    reservations,
    batches: memoryBatchStore(stock, reservations, freeze),
    payments: memoryPaymentStore(
      onWrite<Payment>('payments', 'payment', (l, payment, before) => l.onPayment?.(payment, before)),
      freeze,
    ),
    tickets: memoryTicketStore(
      onWrite<TicketRecord>('fulfilment', 'ticket', (l, ticket, before) => l.onTicket?.(ticket, before)),
      freeze,
    ),
    contacts: memoryContactStore(),
    log: memoryMessageLog(),
    insights: memoryRowStore(freeze),
  };
};
