import { isCaptured, waitsForProvider, type Payment } from '../../../functions/payments/domain/payment.ts';
import type { PaymentStore } from '../../../functions/payments/domain/payment-store.ts';
import { versionedMemory, type Copy, type OnWrite, type VersionedMemory } from './versioned-memory.ts';

export type MemoryPaymentStore = PaymentStore & VersionedMemory<Payment>;

/** The in-memory counterpart of `dynamoPaymentStore`. Both pass the same contract test. */
export const memoryPaymentStore = (onWrite?: OnWrite<Payment>, copy?: Copy): MemoryPaymentStore => {
  const items = versionedMemory<Payment>(({ orderId }) => orderId, onWrite, copy);
  return {
    ...items,
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
