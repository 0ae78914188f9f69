import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoEscrowStore } from '../../functions/inventory/adapters/dynamo-escrow-store.ts';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import { releasedRow, reservedRow } from '../../functions/inventory/domain/escrow/manifest.ts';
import { auditStock } from '../../scripts/audit/books.ts';
import { manifest } from '../support/escrow.ts';
import { adjustment, orderIdOf, reserved } from '../support/inventory.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('inventory');
});
afterAll(() => table.close());

const lot = manifest([2, 3], { batch: 'taking' });
const back = manifest([2], { batch: 'giving-back', kind: 'release' });

describe('the audit', () => {
  it('finds every unit: in stock, held by open batches, reserved, sold', async () => {
    const { client, name } = table;
    const stock = dynamoStockStore(client, name);
    const reservations = dynamoReservationStore(client, name);
    const escrow = dynamoEscrowStore({ client, once: client }, name);
    for (const productId of ['bun', 'mug']) {
      await stock.adjust(adjustment({ adjustmentId: `fill-${productId}`, productId, change: 20 }));
    }
    // One order of two products is sold; of a batch of two, one row is there; that one is about to be released.
    await reservations.reserve(reserved({ orderId: orderIdOf(9) }), []);
    await reservations.commit(orderIdOf(9));
    await escrow.putManifest(lot);
    await escrow.open('bun', lot.batch, 5);
    await escrow.insertRow(reservedRow(lot, lot.lines[0]!), []);
    await escrow.putManifest(back);
    await escrow.open('bun', back.batch, 0);

    const bun = { productId: 'bun', received: 20, available: 12, committed: 3 };
    expect(await auditStock(client, name)).toMatchObject([
      { ...bun, escrow: 3, reserved: 2, openBatches: 2, isConserved: true },
      { productId: 'mug', received: 20, available: 19, escrow: 0, committed: 1, isConserved: true },
    ]);

    await escrow.releaseRow(releasedRow(back, back.lines[0]!), []);
    expect(await auditStock(client, name)).toMatchObject([
      { ...bun, escrow: 5, reserved: 0, isConserved: true },
      { productId: 'mug' },
    ]);
  });

  it('names what does not balance, and an open batch that nobody can finish', async () => {
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
