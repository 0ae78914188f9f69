import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemSize } from '../../bench/meter/item-size.ts';
import { dynamoContactStore } from '../../functions/notifications/adapters/dynamo-contact-store.ts';
import { dynamoMessageLog } from '../../functions/notifications/adapters/dynamo-message-log.ts';
import { dynamoOrderStore } from '../../functions/orders/adapters/dynamo-order-store.ts';
import { dynamoPaymentStore } from '../../functions/payments/adapters/dynamo-payment-store.ts';
import { MOST_REFUNDS } from '../../functions/payments/domain/refunds.ts';
import { flood, floodedShop, toldAfterFlood } from '../support/flooded-shop.ts';
import { MOST_BYTES } from '../support/item-bytes.ts';
import { KEEP_DAYS } from '../support/keep-days.ts';
import { ORDER_ID } from '../support/orders.ts';
import { toWire } from '../support/stored-items.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

/**
 * The number of declined payments. With 3,000, this test would take three minutes on the emulator. The unit test
 * (test/unit/functions/flood.test.ts) has 3,000 declined payments.
 */
const DECLINES = 300;

let tables: readonly ServiceTable[];
beforeAll(async () => {
  tables = await Promise.all((['orders', 'payments', 'notifications'] as const).map(createServiceTable));
});
afterAll(() => tables.forEach((table) => table.close()));

/** The size of the largest item of all tables, in bytes. */
const largestItem = async (): Promise<number> => {
  const scans = tables.map(({ client, name }) => client.send(new ScanCommand({ TableName: name })));
  const items = (await Promise.all(scans)).flatMap(({ Items = [] }) => Items);
  return Math.max(...items.map((item) => itemSize(toWire(item))));
};

describe(`an order in DynamoDB with 25 requests for its stock, ${DECLINES} declines and 1,000 refunds of a cent`, () => {
  it('is paid, tells each fact once, and can be cancelled and refunded', async () => {
    const [orders, payments, notifications] = tables as [ServiceTable, ServiceTable, ServiceTable];
    const shop = await floodedShop(
      {
        orders: dynamoOrderStore(orders.client, orders.name),
        payments: dynamoPaymentStore(payments.client, payments.name),
        contacts: dynamoContactStore(notifications.client, notifications.name),
        log: dynamoMessageLog(notifications.client, notifications.name, KEEP_DAYS),
      },
      ORDER_ID,
    );
    const refunds = await flood(shop, DECLINES);

    expect((await shop.order())?.status).toBe('PAID');
    const accepted = MOST_REFUNDS - 1;
    expect(refunds.filter((outcome) => outcome === 'accepted')).toHaveLength(accepted);
    await shop.cancel();
    expect(await shop.order()).toMatchObject({ status: 'CANCELLED', paidAmount: 2500, refundedAmount: 2500 });
    expect(shop.told()).toEqual(toldAfterFlood(accepted));
    expect(await largestItem()).toBeLessThan(MOST_BYTES);
  }, 400_000);
});
