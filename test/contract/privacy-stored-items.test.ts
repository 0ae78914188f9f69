import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoTicketStore } from '../../functions/fulfilment/adapters/dynamo-ticket-store.ts';
import { dynamoCodeStore } from '../../functions/notifications/adapters/dynamo-code-store.ts';
import { dynamoContactStore } from '../../functions/notifications/adapters/dynamo-contact-store.ts';
import { dynamoMessageLog } from '../../functions/notifications/adapters/dynamo-message-log.ts';
import { dynamoErasureStore } from '../../functions/orders/adapters/dynamo-erasure-store.ts';
import { dynamoOrderStore } from '../../functions/orders/adapters/dynamo-order-store.ts';
import { requestedErasure } from '../../functions/orders/domain/erasure.ts';
import { dynamoPaymentStore } from '../../functions/payments/adapters/dynamo-payment-store.ts';
import { dynamoStoredItems } from '../../functions/privacy/adapters/dynamo-stored-items.ts';
import type { Item } from '../../functions/privacy/domain/records.ts';
import type { StoredItems } from '../../functions/privacy/domain/stored-items.ts';
import { exportCustomer } from '../../functions/privacy/export-customer.ts';
import type { ServiceName } from '../../shared/events/catalog.ts';
import { memoryStoredItems } from '../support/memory/privacy-stored-items.ts';
import { claimOf, sent } from '../support/message-log.ts';
import { verified } from '../support/notifications.ts';
import { pendingOrder } from '../support/orders.ts';
import * as payments from '../support/payments/samples.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';
import { orderIdOf, waiting } from '../support/tickets.ts';

const services = ['orders', 'payments', 'fulfilment', 'notifications'] as const;
type Tables = Readonly<Record<(typeof services)[number], ServiceTable>>;

const createTables = async (): Promise<Tables> =>
  Object.fromEntries(
    await Promise.all(services.map(async (name) => [name, await createServiceTable(name)] as const)),
  ) as Tables;

const itemsOf = (tables: Tables): StoredItems =>
  dynamoStoredItems(
    tables.orders.client,
    Object.fromEntries(services.map((service) => [service, tables[service].name])),
  );

let tables: Tables;
beforeAll(async () => {
  tables = await createTables();
});
afterAll(() => Object.values(tables).forEach((table) => table.close()));

interface Filled {
  readonly items: StoredItems;
  readonly put: (service: ServiceName, item: Item) => Promise<unknown>;
}

describe.each<[string, () => Filled]>([
  [
    'in memory',
    () => {
      const items = memoryStoredItems();
      return { items, put: items.put };
    },
  ],
  [
    'in DynamoDB',
    () => ({
      items: itemsOf(tables),
      put: (service, item) =>
        tables.orders.client.send(
          new PutCommand({ TableName: tables[service as keyof Tables].name, Item: item }),
        ),
    }),
  ],
])('the stored items %s', (_where, create) => {
  let filled: Filled;
  beforeAll(async () => {
    filled = create();
    for (const second of [1, 3, 2]) {
      await filled.put('orders', {
        pk: `order#o${second}`,
        customerId: 'lister',
        createdAt: `2026-03-01T09:00:0${second}.000Z`,
      });
    }
    await filled.put('orders', { pk: 'order#other', customerId: 'another', createdAt: '2026-03-01' });
    await filled.put('orders', { pk: 'erasure#hash', customerId: 'lister' });
  });

  it('list the orders of a customer, newest first and in pages without gaps', async () => {
    const list = filled.items.orderIdsOf;
    const first = await list('lister', { limit: 2 });
    expect(first.items).toEqual(['o3', 'o2']);
    const second = await list('lister', { limit: 2, after: first.next! });
    expect(second).toEqual({ items: ['o1'] });
    expect(await list('nobody', { limit: 2 })).toEqual({ items: [] });
  });

  it('are read by key, as they are stored, and without those that do not exist', async () => {
    const item = { pk: 'payment#o1', customerId: 'lister', refunds: [{ amount: 1 }] };
    await filled.put('payments', item);
    expect(await filled.items.read('payments', ['payment#o1', 'payment#o2'])).toEqual(
      new Map([['payment#o1', item]]),
    );
  });
});

describe('an export of what the stores of all services have written', () => {
  const customerId = 'exported';
  const orderId = orderIdOf(1);
  const at = '2026-03-01T09:00:00.000Z';

  it('has an item of each kind', async () => {
    const client = tables.orders.client;
    await dynamoOrderStore(client, tables.orders.name).insert(
      pendingOrder({ orderId, customerId }),
      undefined,
    );
    await dynamoErasureStore(client, tables.orders.name).insert(
      requestedErasure(customerId, { role: 'admin', adminId: 'root' }, at),
      undefined,
    );
    const payment = {
      ...payments.withRefunds(payments.refundEntry({ refundId: 'r1' })),
      orderId,
      customerId,
    };
    await dynamoPaymentStore(client, tables.payments.name).insert(payment, undefined);
    const ticket = { ...waiting(1), customerId, note: 'no nuts' };
    await dynamoTicketStore(client, tables.fulfilment.name).insert(ticket, undefined);

    const notifications = tables.notifications.name;
    const after = verified({ email: true, sms: true });
    await dynamoContactStore(client, notifications).save(customerId, { before: undefined, after, at });
    for (const channel of ['email', 'sms'] as const) {
      const budget = { key: `of#${customerId}`, sentAt: [] };
      await dynamoCodeStore(client, notifications).issue(
        { customerId, channel, addressHash: 'a', codeHash: 'c', validUntil: at, tries: 0 },
        channel === 'email' ? [{ before: budget, after: { ...budget, sentAt: [at] } }] : [],
      );
    }
    const log = dynamoMessageLog(client, notifications, 365);
    await log.claim(claimOf(orderId, { customerId }));
    await log.record(sent(orderId));
    // The item stores each message in an attribute whose name is made from the event id of the message. This unusual
    // event id leads to an unusual name.
    await log.claim(claimOf(orderId, { customerId, eventId: 'Unusual:1', channels: ['sms'] }));

    const page = await exportCustomer({ items: itemsOf(tables), now: () => at })(customerId, { limit: 25 });
    const { orders, ...rest } = page;
    expect(rest).toEqual({
      customerId,
      exportedAt: at,
      contact: { ...after, savedAt: at },
      codes: {
        email: { validUntil: at, tries: 0 },
        sms: { validUntil: at, tries: 0 },
        sentAt: [at],
      },
      erasure: { status: 'UNDER_WAY', requestedAt: at, requestedBy: { role: 'admin' } },
    });
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({
      orderId,
      status: 'PENDING',
      payment: { status: 'CAPTURED', paymentPage: payments.session, refunds: [{ refundId: 'r1' }] },
      ticket: { status: 'WAITING', note: 'no nuts' },
    });
    expect(orders[0]?.['messages']).toEqual(
      expect.arrayContaining([
        {
          channel: 'email',
          eventType: 'FulfilmentReady',
          sentAt: expect.any(String),
          subject: expect.any(String),
        },
        { channel: 'sms', eventType: 'Unusual', claimedUntil: expect.any(String) },
      ]),
    );
  });
});
