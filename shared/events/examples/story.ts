import type { Instant } from '../../kernel/clock.ts';
import type { DataOf } from '../integration-event.ts';
import type * as z from 'zod/mini';

/**
 * An example of an integration event. `exampleOf` (examples.ts) adds the other fields of the message, such as its type.
 */
export interface EventExample<Data> {
  /**
   * The id is written out instead of computed, so that people can search for it. A test compares it with the result of
   * `eventId`.
   */
  readonly id: string;
  readonly causationId: string;
  readonly time: Instant;
  readonly data: Data;
}

/** One example for each schema of a service's events. */
export type ExamplesOf<Schemas extends Readonly<Record<string, z.core.$ZodType>>> = {
  readonly [Type in keyof Schemas]: EventExample<DataOf<Schemas[Type]>>;
};

/** The id of an HTTP request. It is the correlation id of all examples except StockLow. */
export const request = '0195f0a0-0000-7000-8000-0000000000aa';

// Together, the examples tell what happens to these orders. `paidOrder` is the order of docs/architecture.md.
export const paidOrder = { orderId: '0195f0a0-0000-7000-8000-000000000001', customerId: 'alice' };
export const rejectedOrder = { orderId: '0195f0a0-0000-7000-8000-000000000002', customerId: 'alice' };
export const cancelledOrder = { orderId: '0195f0a0-0000-7000-8000-000000000003', customerId: 'alice' };
export const expiredOrder = { orderId: '0195f0a0-0000-7000-8000-000000000004', customerId: 'alice' };
export const items = [{ productId: 'cardamom-bun', name: 'Cardamom bun', quantity: 2, unitAmount: 350 }];
export const price = { amount: 700, currency: 'EUR' };
export const paymentLink = 'https://pay.example.com/cs_1';
export const payBy = '2026-03-01T09:30:00.300Z';
