import type { components } from '../../../client/index.ts';
import { ownApi, resultOf } from '../../common/calls.ts';
import { stored } from '../../common/stored.ts';
import { readAttempts, sendOnce } from '../parts/once.ts';

type RefundRequest = components['schemas']['RefundRequest'];

const isRequest = (body: unknown): body is RefundRequest => {
  const { amount, reason } = (body ?? {}) as { readonly amount?: unknown; readonly reason?: unknown };
  return typeof reason === 'string' && (amount === undefined || typeof amount === 'number');
};

/** Refunds that were sent but have no response yet, by order id. */
export const refundAttempts = stored('orderly.operations.refunds', readAttempts(isRequest));

/** Refunds money of an order. A repeated request takes effect only once: see `sendOnce`. */
export const refund = sendOnce<RefundRequest, components['schemas']['Refund']>({
  send: (orderId, { key, body }) =>
    resultOf(
      ownApi.POST('/payments/{orderId}/refunds', {
        params: { path: { orderId }, header: { 'Idempotency-Key': key } },
        body,
      }),
    ),
  attempts: refundAttempts,
  newKey: () => crypto.randomUUID(),
  now: () => new Date().toISOString(),
});
