import { isCaptured, waitsForProvider, type Payment } from '../../../functions/payments/domain/payment.ts';
import type { PaymentStore } from '../../../functions/payments/domain/payment-store.ts';
import { versionedMemory, type Copy, type MemoryRow, type OnWrite } from './versioned-memory.ts';

export interface MemoryPaymentStore extends PaymentStore {
  readonly rows: ReadonlyMap<string, MemoryRow<Payment>>;
}

/** The in-memory counterpart of `dynamoPaymentStore`. Both pass the same contract test. */
export const memoryPaymentStore = (onWrite?: OnWrite<Payment>, copy?: Copy): MemoryPaymentStore => {
  const items = versionedMemory<Payment>(onWrite, copy);
  return {
    rows: items.rows,
    load: items.load,
    insert: (payment, outbox, expiresAt) => items.insert(payment.orderId, payment, outbox, expiresAt),
    save: (payment, version, outbox, expiresAt) =>
      items.save(payment.orderId, payment, version, outbox, expiresAt),
    waiting: async (limit) =>
      [...items.rows.values()]
        .map(({ state }) => state)
        .filter(isCaptured)
        .filter(waitsForProvider)
        .toSorted((a, b) => ((a.askedAt ?? '0') < (b.askedAt ?? '0') ? -1 : 1))
        .slice(0, limit)
        .map(({ orderId }) => orderId),
  };
};
