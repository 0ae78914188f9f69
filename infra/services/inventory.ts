import { FOREGROUND_MEMORY_MIB } from '../constructs/service-function.ts';
import * as api from '../../functions/inventory/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** The inventory service: the catalogue, the stock, and its reservations. */
export const inventory = (service: ServiceScope): void => {
  service.route([api.listProducts, api.getProduct], 'show-products', {
    table: ['GetItem', 'Query', 'BatchGetItem'],
    cursors: true,
  });
  service.route([api.putProduct, api.adjustStock, api.checkStock], 'change-product', {
    // A check of the stock scans the table page by page.
    table: ['GetItem', 'PutItem', 'UpdateItem', 'Scan'],
    cursors: true,
  });

  const batches = ['GetItem', 'PutItem', 'UpdateItem', 'BatchGetItem'] as const;
  const { reservationBatchSize, reservationWindowSeconds, batchLeaseSeconds } = service.settings.messaging;
  const environment = { BATCH_LEASE_SECONDS: String(batchLeaseSeconds) };
  service.inbox('inventory-inbox', 'inbox', { table: batches, environment });
  service.inbox('inventory-reservations', 'reservations', {
    table: batches,
    // If the function cannot decide about an order yet, it sends the order's message to the queue again.
    sendsTo: ['inventory-reservations'],
    batchSize: reservationBatchSize,
    // All orders of a product wait for this function, so it must be fast.
    memoryMiB: FOREGROUND_MEMORY_MIB,
    batchWindowSeconds: reservationWindowSeconds,
    environment,
  });
  service.schedule('sweep-batches', {
    everyHours: 1,
    timeoutSeconds: 60,
    table: [...batches, 'Query'],
    environment,
  });
  // Stock items have no outbox. The relay derives StockLow events from the writes of these items.
  service.relay('stock#').addEnvironment('STOCK_LOW_THRESHOLD', String(service.settings.stockLowThreshold));
};
