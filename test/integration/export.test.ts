import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { hashOf } from '../../shared/kernel/ids.ts';
import { callAs, demand, type Role } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage, refund } from '../support/gateway.ts';
import {
  kitchenStep,
  newCustomer,
  newProduct,
  placePaid,
  reach,
  reachLink,
  reachMessage,
  reachWhen,
  withMail,
} from '../support/shop.ts';
import { tracesOf } from '../support/traces-of-a-person.ts';

interface Export {
  readonly customerId: string;
  readonly contact?: { readonly email: { readonly address: string } };
  readonly codes: { readonly sentAt: readonly string[] };
  readonly erasure?: object;
  readonly orders: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor?: string;
}

const customer = newCustomer();
const note = `no nuts for ${randomUUID()}`;
const began = Date.now();
let prepared: OrderView;
let cancelled: OrderView;

const ofCustomer = `/customers/${customer}/export`;
const exportAs = (sub: string, role: Role, path: string) => callAs<Export>(sub, role, 'GET', path);
const ownExport = async (query = ''): Promise<Export> =>
  demand(await exportAs(customer, 'customer', `/me/export${query}`), 200);

beforeAll(async () => {
  const productId = await newProduct(20);
  await withMail(customer);
  const body = { items: [{ productId, quantity: 1 }], note };
  const placed = demand(await callAs<OrderView>(customer, 'customer', 'POST', '/orders', { body }), 202);
  demand(await onPaymentPage(await reachLink(placed.orderId), 'succeed'), 200);
  await reach(placed.orderId, 'PAID');
  await kitchenStep(placed.orderId, 'start');
  prepared = await reach(placed.orderId, 'PREPARING');

  const second = await placePaid(customer, productId);
  demand(await refund(second.orderId, 100), 202);
  await reachWhen(second.orderId, 'being refunded in part', ({ refundedAmount }) => refundedAmount === 100);
  const reason = { body: { reason: 'too late for me' } };
  demand(await callAs(customer, 'customer', 'POST', `/orders/${second.orderId}/cancel`, reason), 200);
  cancelled = await reachWhen(
    second.orderId,
    'being refunded',
    ({ refundedAmount }) => refundedAmount === 500,
  );
  await reachMessage(customer, 'OrderCancelled');
});

describe('the export of a customer', () => {
  it('has the contact details, and each order with payment, ticket and messages, newest first', async () => {
    const all = await ownExport();
    expect(all).toMatchObject({
      customerId: customer,
      contact: { email: { address: `${customer}@example.com` }, channels: { email: true, sms: false } },
      orders: [
        {
          orderId: cancelled.orderId,
          status: 'CANCELLED',
          remark: 'too late for me',
          refundedAmount: 500,
          payment: { status: 'REFUNDED', amount: 500 },
          ticket: { status: 'CANCELLED' },
        },
        {
          orderId: prepared.orderId,
          status: 'PREPARING',
          note,
          payment: { status: 'CAPTURED', refunds: [] },
          ticket: { status: 'PREPARING', note },
        },
      ],
    });
    expect(all).not.toHaveProperty('nextCursor');
    const { payment, messages } = all.orders[0] as {
      readonly payment: { readonly refunds: readonly object[] };
      readonly messages: readonly object[];
    };
    expect(payment.refunds).toMatchObject([
      { amount: 100, status: 'SETTLED' },
      { amount: 400, status: 'SETTLED' },
    ]);
    expect(JSON.stringify(payment.refunds)).not.toContain('goodwill');
    expect(messages).toContainEqual(
      expect.objectContaining({ channel: 'email', eventType: 'OrderCancelled', sentAt: expect.any(String) }),
    );
  });

  it('continues at its cursor, which works for nobody else', async () => {
    const first = await ownExport('?limit=1');
    const cursor = first.nextCursor ?? '';
    const second = await ownExport(`?limit=1&cursor=${cursor}`);
    const ids = [...first.orders, ...second.orders].map(({ orderId }) => orderId);
    expect(ids).toEqual([cancelled.orderId, prepared.orderId]);
    expect(second.contact).toEqual(first.contact);
    const other = await exportAs(newCustomer(), 'customer', `/me/export?cursor=${cursor}`);
    expect(other).toMatchObject({ status: 400, body: { code: 'request.bad-cursor' } });
    expect(await exportAs(customer, 'customer', '/me/export?limit=26')).toMatchObject({ status: 400 });
  });

  it('is for administrators, but neither for staff nor for other customers', async () => {
    const answer = await exportAs('root', 'admin', ofCustomer);
    const { exportedAt: _, ...same } = answer.body as Export & { exportedAt: string };
    expect(await ownExport()).toMatchObject(same);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await exportAs('kitchen', 'staff', ofCustomer)).status).toBe(403);
    expect((await exportAs(customer, 'customer', ofCustomer)).status).toBe(403);
    expect(await exportAs(newCustomer(), 'customer', '/me/export')).toMatchObject({
      status: 200,
      body: { codes: { sentAt: [] }, orders: [] },
    });
    // The log line of the export contains this hash of the customer's id, and the administrator's id.
    const noted = await tracesOf([hashOf(customer)], began);
    expect(noted.filter((found) => found.includes('"adminId":"root"'))).toHaveLength(1);
  });

  it('is empty after an erasure, except for the erasure', async () => {
    demand(await callAs(customer, 'customer', 'DELETE', '/me'), 202);
    await eventually(
      async () => {
        const { exportedAt: _, ...rest } = (await ownExport()) as Export & { exportedAt: string };
        expect(rest).toEqual({
          customerId: customer,
          codes: { sentAt: [] },
          orders: [],
          erasure: {
            status: 'DONE',
            requestedAt: expect.any(String),
            requestedBy: { role: 'customer' },
            doneAt: expect.any(String),
          },
        });
      },
      { describe: 'the export being empty' },
    );
    const logs = (await tracesOf([customer], began)).filter((found) => found.includes('privacy'));
    expect(logs).toEqual([]);
  });
});
