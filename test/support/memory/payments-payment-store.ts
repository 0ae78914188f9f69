import type { Payment } from '../../../functions/payments/domain/payment.ts';
import type { PaymentStore } from '../../../functions/payments/domain/payment-store.ts';
import { versionedMemory, type Copy, type MemoryRow, type OnWrite } from './versioned-memory.ts';

/** Payments in memory, with a look inside for tests. */
export interface MemoryPaymentStore extends PaymentStore {
  readonly rows: ReadonlyMap<string, MemoryRow<Payment>>;
}

/** The in-memory twin of `dynamoPaymentStore`; the same contract suite runs on both. */
export const memoryPaymentStore = (onWrite?: OnWrite<Payment>, copy?: Copy): MemoryPaymentStore => {
  const items = versionedMemory<Payment>(onWrite, copy);
  return {
    rows: items.rows,
    load: items.load,
    insert: (payment, outbox) => items.insert(payment.orderId, payment, outbox),
    save: (payment, version, outbox) => items.save(payment.orderId, payment, version, outbox),
  };
};
