import type { StockRequest } from '../../functions/inventory/group-commit/grouping.ts';
import type { BatchIntent, IntentLine } from '../../functions/inventory/group-commit/batch-intent.ts';
import { ASKED_AT, NOW, ORDER_ID, orderIdOf } from './inventory.ts';

export const TRACE = { correlationId: 'correlation-1', causationId: 'message-1' };

/** A line of a batch intent: the units that one order asks for. */
export const line = (overrides: Partial<IntentLine> = {}): IntentLine => ({
  orderId: ORDER_ID,
  quantity: 2,
  requestedAt: ASKED_AT,
  trace: TRACE,
  ...overrides,
});

/** A batch intent with one line for each quantity, for the orders 1, 2, 3 … */
export const intent = (
  quantities: readonly number[] = [2],
  overrides: Partial<BatchIntent> = {},
): BatchIntent => ({
  batch: 'batch-000001',
  kind: 'reserve',
  productId: 'bun',
  at: NOW,
  lines: quantities.map((quantity, n) => line({ orderId: orderIdOf(n + 1), quantity })),
  ...overrides,
});

export const request = (overrides: Partial<StockRequest> = {}): StockRequest => ({
  orderId: ORDER_ID,
  items: [{ productId: 'bun', quantity: 2 }],
  attempt: 1,
  requestedAt: ASKED_AT,
  trace: TRACE,
  message: { id: `OrderCreated:${overrides.orderId ?? ORDER_ID}:1`, type: 'OrderCreated', data: {} },
  ...overrides,
});
