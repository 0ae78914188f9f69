import { beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoBatchStore } from '../../functions/inventory/adapters/dynamo-batch-store.ts';
import { batchIdOf, RANDOM_BYTES } from '../../functions/inventory/group-commit/batch-id.ts';
import { documents, invoke } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import {
  availableOf,
  newCustomer,
  newProduct,
  place,
  placePaid,
  reach,
  reachAvailable,
} from '../support/shop.ts';

const trace = { correlationId: 'batches-test', causationId: 'batches-test' };
let productId: string;
let reserved: string;

beforeEach(async () => {
  productId = await newProduct(2);
  // The order is paid, so it keeps its unit. On a slow machine, an unpaid order would expire and return its unit.
  ({ orderId: reserved } = await placePaid(newCustomer(), productId));
});

const store = () => {
  const { client, table } = documents('inventory');
  return dynamoBatchStore({ client, once: client }, table);
};

/**
 * Opens a batch and leaves it open, like a worker that dies. The batch takes the last unit for an order that already
 * has a unit. Because the order already has a unit, the worker that finishes the batch returns the last unit to the
 * stock.
 * @returns the id of the batch.
 */
const openAbandonedBatch = async (ageSeconds: number): Promise<string> => {
  const second = Math.floor(Date.now() / 1000) - ageSeconds;
  const batch = batchIdOf(second, crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
  const at = new Date(second * 1000).toISOString();
  const lines = [{ orderId: reserved, quantity: 1, requestedAt: at, trace }];
  await store().putIntent({ batch, kind: 'reserve', productId, at, lines });
  expect(await store().open(productId, batch, 1)).toMatchObject({
    outcome: 'updated',
    stock: { available: 0 },
  });
  return batch;
};

const openBatches = async (): Promise<readonly string[]> => (await store().stock(productId)).open;

describe('a batch whose worker died', () => {
  it('is finished by the sweep', async () => {
    await openAbandonedBatch(3600);
    expect(await availableOf(productId)).toBe(0);
    await invoke('orderly-local-inventory-sweep-batches');
    await reachAvailable(productId, 1);
  });

  it('makes the next order wait until its lease is over, and then gets finished', async () => {
    const abandoned = await openAbandonedBatch(0);
    const { orderId } = await place(newCustomer(), [{ productId, quantity: 1 }]);
    await reach(orderId, 'AWAITING_PAYMENT');
    expect(await openBatches()).not.toContain(abandoned);
    // The order's own batch may still be open, because a worker closes a batch after it wrote the reservations.
    await eventually(async () => expect(await openBatches()).toEqual([]), {
      describe: 'every batch being closed',
    });
  });
});
