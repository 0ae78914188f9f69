import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import type { QueueMessage } from '../../shared/events/integration-event.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage } from '../support/gateway.ts';
import { recordEvents, type RecordedEvents } from '../support/recorded-events.ts';
import { mailsTo } from '../support/sent-messages.ts';
import {
  kitchenStep,
  newCustomer,
  newProduct,
  placePaid,
  reach,
  reachLink,
  reachWhen,
  withMail,
} from '../support/shop.ts';
import { tracesOf } from '../support/traces-of-a-person.ts';

const customer = newCustomer();
const address = `${customer}@example.com`;
const note = `no nuts for ${randomUUID()}`;
const began = Date.now();
let productId: string;
let inKitchen: OrderView;
let unpaid: OrderView;
let bus: RecordedEvents;
let forgottenAt: string;

const order = async (): Promise<OrderView> => {
  const body = { items: [{ productId, quantity: 1 }], note };
  return demand(await callAs<OrderView>(customer, 'customer', 'POST', '/orders', { body }), 202);
};
const eventsWith = (events: readonly QueueMessage[], text: string): readonly string[] =>
  events.filter((event) => JSON.stringify(event).includes(text)).map(({ type }) => type);
const erase = () =>
  callAs<{ requestedAt: string; completeBy: string }>(customer, 'customer', 'DELETE', '/me');

beforeAll(async () => {
  bus = await recordEvents(`recorded-${randomUUID()}`);
  productId = await newProduct(20);
  await withMail(customer);
  const first = await order();
  demand(await onPaymentPage(await reachLink(first.orderId), 'succeed'), 200);
  inKitchen = await reach(first.orderId, 'PAID');
  await kitchenStep(first.orderId, 'start');
  await reach(first.orderId, 'PREPARING');
  unpaid = await order();
  await reachLink(unpaid.orderId);
});
afterAll(() => bus.stop());

describe('a customer who asks to be forgotten', () => {
  it('is in the tables of four services before', async () => {
    const traces = await tracesOf([customer], began);
    expect(traces.map((found) => found.split('#')[0])).toEqual(
      expect.arrayContaining([
        'orders: order',
        'payments: payment',
        'fulfilment: ticket',
        'notifications: contact',
      ]),
    );
  });

  it('gets the same answer when the request is repeated, and a refusal for a body', async () => {
    const first = demand(await erase(), 202);
    expect(Date.parse(first.completeBy) - Date.parse(first.requestedAt)).toBe(28 * 86_400_000);
    expect(demand(await erase(), 202)).toEqual(first);
    const withBody = await callAs(customer, 'customer', 'DELETE', '/me', { body: { really: true } });
    expect(withBody).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it('is refused what only administrators may do', async () => {
    const answer = await callAs(customer, 'customer', 'DELETE', `/customers/${customer}`);
    expect(answer).toMatchObject({ status: 403 });
  });

  it('has the order in the kitchen finished, and the unpaid one expire', async () => {
    const isErasure = (found: string): boolean => found.startsWith('orders: erasure#');
    await eventually(
      async () =>
        expect((await tracesOf([customer], began)).filter((found) => !isErasure(found))).toEqual([]),
      { describe: 'every service having forgotten the customer' },
    );
    forgottenAt = new Date().toISOString();
    await kitchenStep(inKitchen.orderId, 'ready');
    await kitchenStep(inKitchen.orderId, 'complete');
    const isForgotten = ({ customerId }: OrderView): boolean => customerId.startsWith('erased-');
    const completed = await reachWhen(
      inKitchen.orderId,
      'being completed and forgotten',
      (one) => one.status === 'COMPLETED' && isForgotten(one),
    );
    const expired = await reachWhen(
      unpaid.orderId,
      'being expired and forgotten',
      (one) => one.status === 'EXPIRED' && isForgotten(one),
    );
    expect(expired.customerId).not.toBe(completed.customerId);
  });

  it('is then in no table, log or dead letter, and got no mail after the request', async () => {
    await eventually(async () => expect(await tracesOf([customer, address, note], began)).toEqual([]), {
      describe: 'all traces of the customer being gone',
    });
    const mails = await mailsTo(address);
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.filter((mail) => /Enjoy your order|has expired/.test(mail))).toEqual([]);
    expect(mails.filter((mail) => mail.includes(note))).toEqual([]);
  });

  it('is in no event that was published later, and the address is in none at all', async () => {
    const events = await bus.read();
    expect(eventsWith(events, customer)).toEqual(
      expect.arrayContaining(['OrderCreated', 'PaymentRequested', 'CustomerErasureRequested']),
    );
    expect(new Set(eventsWith(events, note))).toEqual(new Set(['OrderPaid']));
    expect(eventsWith(events, address)).toEqual([]);

    const later = events.filter(({ time }) => time > forgottenAt);
    expect(eventsWith(later, inKitchen.orderId)).toEqual(
      expect.arrayContaining(['FulfilmentReady', 'FulfilmentCompleted']),
    );
    expect(eventsWith(later, customer)).toEqual([]);
    expect(eventsWith(later, note)).toEqual([]);
  });

  it('finds no order and no contact details any more', async () => {
    const list = await callAs(customer, 'customer', 'GET', '/orders');
    expect(list.body).toEqual({ items: [] });
    const contact = await callAs(customer, 'customer', 'GET', '/me/contact');
    expect(contact.body).not.toHaveProperty('email');
    expect((await callAs(customer, 'customer', 'GET', `/orders/${unpaid.orderId}`)).status).toBe(404);
  });
});

describe('an administrator', () => {
  it('can forget a customer, known or not, and is noted', async () => {
    const other = newCustomer();
    await placePaid(other, productId);
    for (const id of [other, newCustomer()]) {
      demand(await callAs('root', 'admin', 'DELETE', `/customers/${id}`), 202);
    }
    await eventually(async () => expect(await tracesOf([other], began)).toEqual([]), {
      describe: 'all traces of the other customer being gone',
    });
    const noted = await tracesOf(['"adminId":"root"'], began);
    expect(noted.some((found) => found.startsWith('orders: erasure#'))).toBe(true);
  });
});
