import type { StockRequest } from '../../functions/inventory/domain/escrow/grouping.ts';
import type { Manifest, ManifestLine } from '../../functions/inventory/domain/escrow/manifest.ts';
import { ASKED_AT, NOW, ORDER_ID, orderIdOf } from './inventory.ts';

/** Where a request of tests comes from. */
export const CAUSE = { correlationId: 'correlation-1', causationId: 'message-1' };

/** A line of a manifest. */
export const line = (overrides: Partial<ManifestLine> = {}): ManifestLine => ({
  orderId: ORDER_ID,
  quantity: 2,
  requestedAt: ASKED_AT,
  cause: CAUSE,
  ...overrides,
});

/** A manifest of these quantities, of the orders 1, 2, 3 … */
export const manifest = (
  quantities: readonly number[] = [2],
  overrides: Partial<Manifest> = {},
): Manifest => ({
  batch: 'batch-000001',
  kind: 'reserve',
  productId: 'bun',
  at: NOW,
  lines: quantities.map((quantity, n) => line({ orderId: orderIdOf(n + 1), quantity })),
  ...overrides,
});

/** A request for some of one product. */
export const request = (overrides: Partial<StockRequest> = {}): StockRequest => ({
  orderId: ORDER_ID,
  items: [{ productId: 'bun', quantity: 2 }],
  attempt: 1,
  requestedAt: ASKED_AT,
  cause: CAUSE,
  message: { id: `OrderCreated:${overrides.orderId ?? ORDER_ID}:1`, type: 'OrderCreated', data: {} },
  ...overrides,
});
