import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoPaymentStore } from '../../functions/payments/adapters/dynamo-payment-store.ts';
import type { PaymentStore } from '../../functions/payments/domain/payment-store.ts';
import { memoryPaymentStore } from '../support/memory/payments-payment-store.ts';
import { refundEntry, tombstone, unlinked, withRefunds } from '../support/payments/samples.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('payments');
});
afterAll(() => table.close());

const outbox = {
  at: '2026-03-01T09:30:00.000Z',
  correlationId: 'corr-1',
  causationId: 'cause-1',
  events: [{ id: 'PaymentClosed:1', type: 'PaymentClosed', data: { nested: [{ deep: true }] } }],
};
let serial = 0;
const fresh = <State extends object>(state: State) => {
  serial += 1;
  return { ...state, orderId: `0195f0a0-0000-7000-8000-${String(serial).padStart(12, '0')}` };
};

describe.each([
  ['in memory', () => memoryPaymentStore()],
  ['in DynamoDB', () => dynamoPaymentStore(table.client, table.name)],
] as const)('the payment store %s', (_, create) => {
  let store: PaymentStore;
  beforeAll(() => {
    store = create();
  });

  it('returns nothing for an unknown order', async () => {
    expect(await store.load(fresh(unlinked).orderId)).toBeUndefined();
  });

  it.each([
    ['a payment without a session', unlinked],
    ['a tombstone', tombstone],
    [
      'a refund ledger',
      withRefunds(
        refundEntry({ refundId: 'r1', requestedAmount: 5 }),
        refundEntry({ refundId: 'r2', failure: 'no' }),
      ),
    ],
  ])('returns %s as written, as version 1', async (__, state) => {
    const payment = fresh(state);
    expect(await store.insert(payment, outbox)).toBe('inserted');
    expect(await store.load(payment.orderId)).toEqual({ state: payment, version: 1 });
  });

  it('inserts once and keeps an existing payment or tombstone', async () => {
    const buried = fresh(tombstone);
    await store.insert(buried, undefined);
    expect(await store.insert({ ...unlinked, orderId: buried.orderId }, undefined)).toBe('exists');
    expect(await store.load(buried.orderId)).toEqual({ state: buried, version: 1 });
  });

  it('saves only if the version is the one that was read', async () => {
    const payment = fresh(withRefunds());
    await store.insert(payment, undefined);
    const next = { ...payment, refunds: [refundEntry({ refundId: 'r1' })] };
    expect(await store.save(next, 1, outbox)).toBe('saved');
    expect(await store.save(payment, 1, undefined)).toBe('conflict');
    expect(await store.load(payment.orderId)).toEqual({ state: next, version: 2 });
  });

  it('does not save a payment that was never inserted', async () => {
    const payment = fresh(unlinked);
    expect(await store.save(payment, 1, undefined)).toBe('conflict');
    expect(await store.load(payment.orderId)).toBeUndefined();
  });

  it('lets one of eight concurrent writers win', async () => {
    const payment = fresh(withRefunds());
    await store.insert(payment, undefined);
    const entries = Array.from({ length: 8 }, (__, index) => refundEntry({ refundId: `r${index}` }));
    const saved = await Promise.all(
      entries.map((entry) => store.save({ ...payment, refunds: [entry] }, 1, undefined)),
    );
    expect(saved.filter((outcome) => outcome === 'saved')).toHaveLength(1);
  });

  it('copies payments, so callers cannot change what is stored', async () => {
    const refunds = [refundEntry({ refundId: 'r1' })];
    const payment = { ...fresh(withRefunds()), refunds };
    await store.insert(payment, undefined);
    refunds.push(refundEntry({ refundId: 'r2' }));
    const loaded = await store.load(payment.orderId);
    expect(loaded).toMatchObject({ state: { refunds: [{ refundId: 'r1' }] } });
  });
});
