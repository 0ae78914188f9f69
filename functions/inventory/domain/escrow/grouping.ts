import type { Cause } from '../../../../shared/kernel/cause.ts';
import type { Instant } from '../../../../shared/kernel/clock.ts';
import type { OutboxMessage } from '../../../../shared/kernel/outbox.ts';
import { linesOf, type StockLine } from '../stock.ts';
import { MAX_LINES, type ManifestLine } from './manifest.ts';

/** An order's wish for stock, as a message brought it. */
export interface StockRequest {
  readonly orderId: string;
  readonly items: readonly StockLine[];
  /** 2 and more when orders asks again because no answer came. */
  readonly attempt: number;
  readonly requestedAt: Instant;
  readonly cause: Cause;
  /** The message itself, to be sent again when its order cannot be decided now. */
  readonly message: OutboxMessage;
}

/** Orders that want one product and nothing else, oldest first: what one batch can settle. */
export interface ProductGroup {
  readonly productId: string;
  readonly lines: readonly ManifestLine[];
}

/** Requests as they are settled: single products in groups, orders with several products one by one. */
export interface GroupedRequests {
  readonly groups: readonly ProductGroup[];
  readonly several: readonly StockRequest[];
}

const oldestFirst = (a: { readonly requestedAt: Instant; readonly orderId: string }, b: typeof a): number => {
  if (a.requestedAt !== b.requestedAt) return a.requestedAt < b.requestedAt ? -1 : 1;
  return a.orderId < b.orderId ? -1 : 1;
};

/**
 * One request an order, oldest first. Of several copies the one that asks for the highest attempt is left, for it wants
 * an answer even if the order is decided. An order twice in one batch would be taken for twice and get one row.
 */
export const oncePerOrder = (requests: readonly StockRequest[]): readonly StockRequest[] => {
  const byOrder = new Map<string, StockRequest>();
  for (const request of requests) {
    const known = byOrder.get(request.orderId);
    if (known === undefined || known.attempt < request.attempt) byOrder.set(request.orderId, request);
  }
  return [...byOrder.values()].sort(oldestFirst);
};

/** Lines by product, in their order, at most a manifest's worth in each group. */
export const groupByProduct = (
  lines: readonly (ManifestLine & { readonly productId: string })[],
  most: number = MAX_LINES,
): readonly ProductGroup[] => {
  const groups: { productId: string; lines: ManifestLine[] }[] = [];
  const filling = new Map<string, ManifestLine[]>();
  for (const { productId, ...line } of lines) {
    const group = filling.get(productId);
    if (group !== undefined && group.length < most) {
      group.push(line);
      continue;
    }
    const fresh = [line];
    filling.set(productId, fresh);
    groups.push({ productId, lines: fresh });
  }
  return groups;
};

/** Parts requests (each order once) into groups of one product and orders of several. */
export const groupRequests = (
  requests: readonly StockRequest[],
  most: number = MAX_LINES,
): GroupedRequests => {
  const several: StockRequest[] = [];
  const single: (ManifestLine & { readonly productId: string })[] = [];
  for (const request of requests) {
    const [line, ...others] = linesOf(request.items);
    if (line === undefined || others.length > 0) {
      several.push(request);
      continue;
    }
    const { orderId, requestedAt, cause } = request;
    single.push({ ...line, orderId, requestedAt, cause });
  }
  return { groups: groupByProduct(single, most), several };
};
