import type { OutboxEvent, Trace } from '../../../shared/kernel/messages.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { linesOf, type StockLine } from '../domain/stock.ts';
import { MAX_LINES, type IntentLine } from './batch-intent.ts';

/** An order's request for stock. */
export interface StockRequest {
  readonly orderId: string;
  readonly items: readonly StockLine[];
  /** Counts from 1. The orders service sends the request again, with the next number, if it gets no answer. */
  readonly attempt: number;
  readonly requestedAt: Instant;
  readonly trace: Trace;
  /** The message of the request. It is sent to the queue again if the order cannot be decided now. */
  readonly message: OutboxEvent;
}

/**
 * Sends a message to its queue again. SQS delivers the message after a second or two. When the call returns, the
 * message is durable.
 */
export type Requeue = (message: OutboxEvent) => Promise<void>;

/** Some orders that contain only this product, oldest first. One batch can take or return their units. */
export interface ProductGroup {
  readonly productId: string;
  readonly lines: readonly IntentLine[];
}

/** Requests, sorted by how they are decided: orders of one product in groups, orders of several products one by one. */
export interface GroupedRequests {
  readonly groups: readonly ProductGroup[];
  readonly multiProduct: readonly StockRequest[];
}

const oldestFirst = (a: { readonly requestedAt: Instant; readonly orderId: string }, b: typeof a): number => {
  if (a.requestedAt !== b.requestedAt) return a.requestedAt < b.requestedAt ? -1 : 1;
  return a.orderId < b.orderId ? -1 : 1;
};

/**
 * Keeps one request for each order, sorted from oldest to newest. With two requests for one order, a batch could take
 * the order's units twice.
 *
 * Of several requests for one order, the function keeps the one with the highest attempt. A later attempt gets an
 * answer even if the order is decided already; a first attempt does not.
 */
export const oncePerOrder = (requests: readonly StockRequest[]): readonly StockRequest[] => {
  const byOrder = new Map<string, StockRequest>();
  for (const request of requests) {
    const known = byOrder.get(request.orderId);
    if (known === undefined || known.attempt < request.attempt) byOrder.set(request.orderId, request);
  }
  return [...byOrder.values()].sort(oldestFirst);
};

/** Groups lines by product, in the given sequence, with at most `most` lines in each group. */
export const groupByProduct = (
  lines: readonly (IntentLine & { readonly productId: string })[],
  most: number = MAX_LINES,
): readonly ProductGroup[] => {
  const groups: { productId: string; lines: IntentLine[] }[] = [];
  const filling = new Map<string, IntentLine[]>();
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

/**
 * Splits requests in two: orders of one product, which are grouped by product, and orders of several products. Each
 * order must occur only once in `requests`.
 */
export const groupRequests = (
  requests: readonly StockRequest[],
  most: number = MAX_LINES,
): GroupedRequests => {
  const multiProduct: StockRequest[] = [];
  const single: (IntentLine & { readonly productId: string })[] = [];
  for (const request of requests) {
    const [line, ...others] = linesOf(request.items);
    if (line === undefined || others.length > 0) {
      multiProduct.push(request);
      continue;
    }
    const { orderId, requestedAt, trace } = request;
    single.push({ ...line, orderId, requestedAt, trace });
  }
  return { groups: groupByProduct(single, most), multiProduct };
};
