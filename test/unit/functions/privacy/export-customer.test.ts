import { beforeEach, describe, expect, it } from '@jest/globals';
import { requestedErasure } from '../../../../functions/orders/domain/erasure.ts';
import type { Order } from '../../../../functions/orders/domain/order.ts';
import { exportCustomer, type CustomerExport } from '../../../../functions/privacy/export-customer.ts';
import { hashOf } from '../../../../shared/kernel/ids.ts';
import { itemOf } from '../../../../shared/persistence/versioned-items.ts';
import { checkAnswer, serviceRoutes } from '../../../support/declared-routes.ts';
import { memoryStoredItems, type MemoryStoredItems } from '../../../support/memory/privacy-stored-items.ts';
import { verified } from '../../../support/notifications.ts';
import { happened, ORDER_ID, orderAfter, orderIn, pendingOrder } from '../../../support/orders.ts';
import { outboxHolding, publishedEvent } from '../../../support/stored-items.ts';
import * as payments from '../../../support/payments/samples.ts';
import * as tickets from '../../../support/tickets.ts';

const at = '2026-03-02T09:00:00.000Z';
const outbox = outboxHolding([publishedEvent(1)]);
let items: MemoryStoredItems;
beforeEach(() => {
  items = memoryStoredItems();
});

const put = (order: Order) =>
  items.put('orders', itemOf(`order#${order.orderId}`, 3, order, outbox, 1_900_000_000));

/** Exports a page of alice's data, and checks that it has the declared form. */
const page = async (limit = 25, after?: string): Promise<CustomerExport> => {
  const request = { limit, ...(after === undefined ? {} : { after }) };
  const exported = await exportCustomer({ items, now: () => at })('alice', request);
  const { next, ...body } = exported;
  const answer = { ...body, ...(next === undefined ? {} : { nextCursor: next }) };
  checkAnswer(serviceRoutes, { method: 'GET', path: '/me/export', status: 200, body: answer });
  return exported;
};
const onlyOrder = async () => {
  const { orders } = await page();
  expect(orders).toHaveLength(1);
  return orders[0]!;
};

describe('the export of a customer', () => {
  it('is empty if nothing is stored', async () => {
    expect(await page()).toEqual({ customerId: 'alice', exportedAt: at, codes: { sentAt: [] }, orders: [] });
  });

  it('has the contact details, the codes without their secrets, and the erasure without the administrator', async () => {
    const contact = verified({ email: true, sms: false });
    await items.put('notifications', { pk: 'contact#alice', ...contact, savedAt: at });
    const secrets = { addressHash: 'secret-address', codeHash: 'secret-code' };
    await items.put('notifications', {
      pk: 'code#sms#alice',
      ...secrets,
      validUntil: at,
      tries: 2,
      usedAt: at,
    });
    await items.put('notifications', { pk: 'codes#of#alice', sentAt: [at], expiresAt: 1_900_000_000 });
    const erasure = requestedErasure('alice', { role: 'admin', adminId: 'root' }, at);
    await items.put('orders', itemOf(`erasure#${hashOf('alice')}`, 1, erasure, outbox));
    expect(await page()).toEqual({
      customerId: 'alice',
      exportedAt: at,
      contact: { ...contact, savedAt: at },
      codes: { sms: { validUntil: at, tries: 2, usedAt: at }, sentAt: [at] },
      erasure: { status: 'UNDER_WAY', requestedAt: at, requestedBy: { role: 'admin' } },
      orders: [],
    });
  });

  it.each(Object.entries(orderIn))('has an order that is %s', async (_, create) => {
    await put(create());
    expect(await onlyOrder()).toMatchObject({ orderId: ORDER_ID, status: create().status, messages: [] });
  });

  it('has no attribute that is not listed', async () => {
    const order = pendingOrder({ note: 'no nuts', lastDuty: { number: 1, tickSentAt: at } });
    await put({ ...order, addedLater: 'a secret' } as Order);
    const { fingerprint: _, customerId: __, lastDuty: ___, ...rest } = order;
    expect(await onlyOrder()).toEqual({ ...rest, messages: [] });
  });

  it('has the remark of the customer who cancelled, and not that of staff', async () => {
    await put(orderAfter({ ...happened.cancelled, remark: 'too late' }));
    expect(await onlyOrder()).toMatchObject({ remark: 'too late' });
    const byStaff = { by: 'staff', reason: 'cancelled-by-staff', remark: 'a difficult customer' } as const;
    await put(orderAfter({ ...happened.cancelled, ...byStaff }));
    expect(await onlyOrder()).not.toHaveProperty('remark');
  });

  it.each([
    ['pending', payments.pending],
    ['failed', payments.failed],
    ['closed', payments.closed],
    ['captured', payments.captured],
    ['a tombstone', payments.tombstone],
  ])('has the payment: %s', async (_, payment) => {
    await put(pendingOrder());
    await items.put('payments', itemOf(`payment#${ORDER_ID}`, 2, payment, outbox));
    expect(await onlyOrder()).toMatchObject({ payment: { status: payment.status } });
  });

  it('has refunds without what only staff see, and without how often the provider was asked', async () => {
    await put(pendingOrder());
    const refund = payments.refundEntry({
      refundId: 'r',
      status: 'FAILED',
      failure: 'expired_card',
      final: true,
    });
    await items.put('payments', itemOf(`payment#${ORDER_ID}`, 2, payments.withRefunds(refund), outbox));
    const { attempt: _, final: __, reason: ___, failure: ____, ...exported } = refund;
    expect(await onlyOrder()).toMatchObject({ payment: { paymentPage: payments.session } });
    const { payment } = (await onlyOrder()) as { payment: { refunds: unknown } };
    expect(payment.refunds).toEqual([exported]);
  });

  it('has the ticket without its place in the kitchen’s list', async () => {
    await put(pendingOrder());
    const ticket = { ...tickets.preparing(1), orderId: ORDER_ID, note: 'no nuts' };
    const indexed = { ...ticket, lane: 'open#1', sortKey: 'x' };
    await items.put('fulfilment', itemOf(`ticket#${ORDER_ID}`, 2, indexed, outbox));
    const { orderId: _, customerId: __, confirmed: ___, ...exported } = ticket;
    expect(await onlyOrder()).toMatchObject({ ticket: exported });
    const { ticket: found } = (await onlyOrder()) as { ticket: object };
    expect(found).toEqual(exported);
  });

  it('has each message about the order, sent or not', async () => {
    await put(pendingOrder());
    await items.put('notifications', {
      pk: `log#${ORDER_ID}`,
      customerId: 'alice',
      sortKey: 'x',
      settledAt: at,
      'email:OrderPaid': { sentAt: at, subject: 'Thank you' },
      'sms:OrderPaid:2': { refusedAt: at, code: 'OptedOut' },
      'sms:OrderReady': { suppressedAt: at },
      'email=Unusual:1': { claimedUntil: at },
    });
    expect(await onlyOrder()).toMatchObject({
      messages: [
        { channel: 'email', eventType: 'OrderPaid', sentAt: at, subject: 'Thank you' },
        { channel: 'sms', eventType: 'OrderPaid', refusedAt: at, code: 'OptedOut' },
        { channel: 'sms', eventType: 'OrderReady', suppressedAt: at },
        { channel: 'email', eventType: 'Unusual', claimedUntil: at },
      ],
    });
  });
});

describe('the orders of an export', () => {
  it('come in pages, newest first and without gaps', async () => {
    for (let n = 1; n <= 7; n += 1) {
      const createdAt = new Date(Date.UTC(2026, 2, 1) + n * 1000).toISOString();
      await put(pendingOrder({ orderId: tickets.orderIdOf(n), createdAt }));
    }
    await put(pendingOrder({ orderId: tickets.orderIdOf(8), customerId: 'mallory' }));
    const found: unknown[] = [];
    let next: string | undefined;
    do {
      const read: CustomerExport = await page(3, next);
      found.push(...read.orders.map(({ orderId }) => orderId));
      next = read.next;
    } while (next !== undefined);
    expect(found).toEqual([7, 6, 5, 4, 3, 2, 1].map(tickets.orderIdOf));
  });

  it('do not include an order that was forgotten while the index still lists it', async () => {
    const forgotten = pendingOrder({ customerId: 'erased-1', forgottenAt: at });
    await put(forgotten);
    items.listLate('alice', itemOf(`order#${ORDER_ID}`, 1, forgotten, undefined));
    expect((await page()).orders).toEqual([]);
  });
});
