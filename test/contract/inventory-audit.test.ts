import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoBatchStore } from '../../functions/inventory/adapters/dynamo-batch-store.ts';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import { releasedRow, reservedRow } from '../../functions/inventory/group-commit/batch-intent.ts';
import { auditStock } from '../../scripts/audit/books.ts';
import { intent } from '../support/batches.ts';
import { adjustment, orderIdOf, reserved } from '../support/inventory.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('inventory');
});
afterAll(() => table.close());

const lot = intent([2, 3], { batch: 'taking' });
const back = intent([2], { batch: 'giving-back', kind: 'release' });

describe('the audit', () => {
  it('counts every unit: available, in open batches, reserved, committed', async () => {
    const { client, name } = table;
    const stock = dynamoStockStore(client, name);
    const reservations = dynamoReservationStore(client, name);
    const batches = dynamoBatchStore({ client, once: client }, name);
    for (const productId of ['bun', 'mug']) {
      await stock.adjust(adjustment({ adjustmentId: `fill-${productId}`, productId, change: 20 }));
    }
    // The reservation of an order with two products is committed. The open batch `lot` has two orders, of which only
    // one has its reservation yet. The open batch `back` is to release that reservation.
    await reservations.reserve(reserved({ orderId: orderIdOf(9) }), undefined);
    await reservations.commit(orderIdOf(9));
    await batches.putIntent(lot);
    await batches.open('bun', lot.batch, 5);
    await batches.insertRow(reservedRow(lot, lot.lines[0]!), undefined);
    await batches.putIntent(back);
    await batches.open('bun', back.batch, 0);

    const bun = { productId: 'bun', received: 20, available: 12, committed: 3 };
    expect(await auditStock(client, name)).toMatchObject([
      { ...bun, open: 3, reserved: 2, openBatches: 2, isConserved: true },
      { productId: 'mug', received: 20, available: 19, open: 0, committed: 1, isConserved: true },
    ]);

    await batches.releaseRow(releasedRow(back, back.lines[0]!));
    expect(await auditStock(client, name)).toMatchObject([
      { ...bun, open: 5, reserved: 0, isConserved: true },
      { productId: 'mug' },
    ]);
  });

  it('reports products that do not balance, and open batches that cannot be finished', async () => {
    const { client, name } = table;
    const change = (productId: string, UpdateExpression: string, value: unknown) =>
      client.send(
        new UpdateCommand({
          TableName: name,
          Key: { pk: `stock#${productId}` },
          UpdateExpression,
          ExpressionAttributeNames: UpdateExpression.includes('#open') ? { '#open': 'open' } : undefined,
          ExpressionAttributeValues: { ':value': value },
        }),
      );
    await change('mug', 'ADD available :value', 1);
    await change('bun', 'ADD #open :value', new Set(['never-written']));
    expect(await auditStock(client, name)).toMatchObject([
      { productId: 'bun', lostBatches: 1, isConserved: false },
      { productId: 'mug', lostBatches: 0, isConserved: false },
    ]);
  });
});
