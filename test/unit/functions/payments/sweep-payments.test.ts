import { describe, expect, it } from '@jest/globals';
import { paymentAggregate } from '../../../../functions/payments/aggregate.ts';
import type { Payment } from '../../../../functions/payments/domain/payment.ts';
import type { OwnMessage } from '../../../../functions/payments/domain/webhook.ts';
import { PaymentCheckData } from '../../../../functions/payments/reactions.ts';
import { sweepPayments } from '../../../../functions/payments/refunds/sweep-payments.ts';
import { KEEP_DAYS } from '../../../support/keep-days.ts';
import { memoryPaymentStore } from '../../../support/memory/payments-payment-store.ts';
import {
  captured,
  closed,
  disputed,
  pending,
  refundEntry,
  tombstone,
  withRefunds,
} from '../../../support/payments/samples.ts';

const orderOf = (serial: number): string => `01890000-0000-7000-8000-${String(serial).padStart(12, '0')}`;

/**
 * Stores the payments, and returns a function that sweeps them. Each call runs one minute later than the previous call.
 */
const sweepOf = async (...states: readonly Payment[]) => {
  const store = memoryPaymentStore();
  for (const [index, state] of states.entries()) {
    await store.insert({ ...state, orderId: orderOf(index) }, undefined);
  }
  const sent: OwnMessage[] = [];
  let minute = 0;
  const now = () => `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`;
  const run = sweepPayments({
    payments: paymentAggregate(store, now, KEEP_DAYS),
    store,
    queue: {
      send: async (message) => {
        sent.push(message);
      },
    },
    now,
  });
  return {
    sweep: async (): Promise<readonly string[]> => {
      minute += 1;
      const before = sent.length;
      await run();
      return sent
        .slice(before)
        .map(({ data }) => data as { readonly orderId: string })
        .map(({ orderId }) => orderId);
    },
    sent,
    store,
  };
};

const underWay = withRefunds(refundEntry({ refundId: 'r1', underWay: true }));
const automaticFailed = withRefunds(
  refundEntry({ refundId: `auto:${captured.orderId}`, status: 'FAILED', failure: 'no' }),
);

describe('the sweep of payments', () => {
  it('asks about a refund under way, an open dispute, and money whose automatic refund failed', async () => {
    const { sweep, sent } = await sweepOf(underWay, disputed, automaticFailed);
    expect((await sweep()).toSorted()).toEqual([orderOf(0), orderOf(1), orderOf(2)]);
    for (const { type, version, correlationId, data } of sent) {
      expect({ type, version, correlationId }).toEqual({
        type: 'PaymentCheckDue',
        version: 1,
        correlationId: 'corr-1',
      });
      expect(PaymentCheckData.safeParse(data).success).toBe(true);
    }
  });

  it('asks about no payment that waits for nothing', async () => {
    const { sweep } = await sweepOf(
      pending,
      closed,
      tombstone,
      captured,
      withRefunds(refundEntry({ refundId: 'r1' })),
      withRefunds(refundEntry({ refundId: 'r1', status: 'SETTLED' })),
      withRefunds(refundEntry({ refundId: 'r1', status: 'FAILED', failure: 'no' })),
      { ...disputed, outside: { revision: 2, refunded: 1000, disputes: [] } },
    );
    expect(await sweep()).toEqual([]);
  });

  it('asks about at most 100 at once, and about the others next time', async () => {
    const { sweep } = await sweepOf(...Array.from({ length: 150 }, () => underWay));
    const first = await sweep();
    expect(first).toHaveLength(100);
    const second = await sweep();
    expect(new Set([...first, ...second]).size).toBe(150);
  });

  it('gives each question a new id, so that no copy of an earlier one counts', async () => {
    const { sweep, sent } = await sweepOf(underWay);
    await sweep();
    await sweep();
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  });
});
