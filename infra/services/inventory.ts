import { FOREGROUND_MEMORY_MIB } from '../constructs/service-function.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** Inventory: the catalogue, the stock, and what is reserved of it. */
export const inventory = (service: ServiceScope): void => {
  const product = '/products/{productId}';
  service.route('GET', '/products', 'list-products', {
    public: true,
    table: ['Query', 'BatchGetItem'],
    cursors: true,
  });
  service.route('GET', product, 'get-product', { public: true, table: ['GetItem'] });
  service.route('PUT', product, 'put-product', { table: ['GetItem', 'PutItem'] });
  service.route('POST', `${product}/stock`, 'adjust-stock', { table: ['GetItem', 'PutItem', 'UpdateItem'] });

  const batches = ['GetItem', 'PutItem', 'UpdateItem', 'BatchGetItem'] as const;
  const { reservationBatchSize, reservationWindowSeconds, batchLeaseSeconds } = service.settings.messaging;
  const environment = { BATCH_LEASE_SECONDS: String(batchLeaseSeconds) };
  service.inbox('inventory-inbox', 'inbox', { table: batches, environment });
  service.inbox('inventory-reservations', 'reservations', {
    table: batches,
    // An order that cannot be decided yet is sent again.
    sendsTo: ['inventory-reservations'],
    batchSize: reservationBatchSize,
    // Everybody who buys the same product waits behind this one.
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
  // The relay derives StockLow from writes of stock, which have no outbox, so it needs all of them and what is low.
  service.relay('versions').addEnvironment('STOCK_LOW_THRESHOLD', String(service.settings.stockLowThreshold));
};
