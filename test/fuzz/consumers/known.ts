import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { hostileText } from '../values/hostile.ts';
import type { Known } from '../values/from-schema.ts';

/** The ids of the shop's orders, by status. */
export const orderIds = {
  PENDING: '0195f0a0-0000-7000-8000-000000000001',
  AWAITING_PAYMENT: '0195f0a0-0000-7000-8000-000000000002',
  PAID: '0195f0a0-0000-7000-8000-000000000003',
  PREPARING: '0195f0a0-0000-7000-8000-000000000004',
  READY: '0195f0a0-0000-7000-8000-000000000005',
  COMPLETED: '0195f0a0-0000-7000-8000-000000000006',
  REJECTED: '0195f0a0-0000-7000-8000-000000000007',
  CANCELLED: '0195f0a0-0000-7000-8000-000000000008',
  EXPIRED: '0195f0a0-0000-7000-8000-000000000009',
} as const;

/** The total of every order of the shop. */
export const AMOUNT = 2500;
export const CUSTOMERS = ['alice', 'bob'] as const;
export const emailOf = (customerId: string): string => `${customerId}@example.com`;
/** The id of an order's session at the payment provider. */
export const sessionIdOf = (orderId: string): string => `cs_${orderId}`;

const all = Object.values(orderIds);
const often = <Value>(usual: fc.Arbitrary<Value>, seldom: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: seldom });

const amount = often(
  fc.constantFrom(AMOUNT, AMOUNT, 1000, 0),
  fc.integer({ min: 0, max: 1_000_000_000_000 }),
);
const orderId = often(fc.constantFrom<string>(...all), fc.uuid());
const customerId = often(fc.constantFrom<string>(...CUSTOMERS, 'erased-1'), hostileText);
const session = often(fc.constantFrom(...all.map(sessionIdOf)), fc.constant('cs_unknown'));

/**
 * Values for the fields of generated messages. With them, the messages are about orders, products and people of the
 * shop.
 */
export const known: Known = {
  orderId,
  customerId,
  productId: fc.constantFrom('espresso', 'mug', 'nothing'),
  amount,
  totalAmount: amount,
  refundedAmount: amount,
  currency: often(fc.constant('EUR'), fc.constantFrom('USD', 'JPY', 'XXX')),
  sessionId: session,
  paymentId: session,
  refundId: often(fc.constantFrom('refund-a', ...all.map((id) => `auto:${id}`)), hostileText),
  paymentLink: fc.webUrl(),
  attempt: fc.constantFrom(1, 2, 3, Number.MAX_SAFE_INTEGER),
  revision: fc.constantFrom(1, 2, 3, Number.MAX_SAFE_INTEGER),
  erasureId: fc.constantFrom(...CUSTOMERS).map((id) => createHash('sha256').update(id).digest('hex')),
  name: hostileText,
  note: hostileText,
  reason: hostileText,
};
