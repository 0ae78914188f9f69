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

const event = { id: 'PaymentClosed:1', type: 'PaymentClosed', data: { nested: [{ deep: true }] } };
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

  it('reads nothing where nothing is', async () => {
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
  ])('reads %s as it was written, as version 1', async (__, state) => {
    const payment = fresh(state);
    expect(await store.insert(payment, [event])).toBe('inserted');
    expect(await store.load(payment.orderId)).toEqual({ state: payment, version: 1 });
  });

  it('never overwrites: a payment that is there stays, and so does a tombstone', async () => {
    const buried = fresh(tombstone);
    await store.insert(buried, []);
    expect(await store.insert({ ...unlinked, orderId: buried.orderId }, [])).toBe('exists');
    expect(await store.load(buried.orderId)).toEqual({ state: buried, version: 1 });
  });

  it('saves upon the version that was read, and upon no other', async () => {
    const payment = fresh(withRefunds());
    await store.insert(payment, []);
    const next = { ...payment, refunds: [refundEntry({ refundId: 'r1' })] };
    expect(await store.save(next, 1, [event])).toBe('saved');
    expect(await store.save(payment, 1, [])).toBe('conflict');
    expect(await store.load(payment.orderId)).toEqual({ state: next, version: 2 });
  });

  it('saves nothing where nothing was', async () => {
    const payment = fresh(unlinked);
    expect(await store.save(payment, 1, [])).toBe('conflict');
    expect(await store.load(payment.orderId)).toBeUndefined();
  });

  it('lets one of eight win', async () => {
    const payment = fresh(withRefunds());
    await store.insert(payment, []);
    const entries = Array.from({ length: 8 }, (__, index) => refundEntry({ refundId: `r${index}` }));
    const saved = await Promise.all(
      entries.map((entry) => store.save({ ...payment, refunds: [entry] }, 1, [])),
    );
    expect(saved.filter((outcome) => outcome === 'saved')).toHaveLength(1);
  });

  it('lets nobody change what is stored by keeping hold of it', async () => {
    const refunds = [refundEntry({ refundId: 'r1' })];
    const payment = { ...fresh(withRefunds()), refunds };
    await store.insert(payment, []);
    refunds.push(refundEntry({ refundId: 'r2' }));
    const loaded = await store.load(payment.orderId);
    expect(loaded).toMatchObject({ state: { refunds: [{ refundId: 'r1' }] } });
  });
});
