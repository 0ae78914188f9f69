import { describe, expect, it } from '@jest/globals';
import { viewOf as viewOfTicket } from '../../../functions/fulfilment/domain/ticket.ts';
import { viewOf as viewOfProduct } from '../../../functions/inventory/domain/product.ts';
import { noContact, viewOf as viewOfContact } from '../../../functions/notifications/domain/contact.ts';
import { verified } from '../../support/notifications.ts';
import { viewAsPlaced, viewFor, viewOf } from '../../../functions/orders/domain/order-view.ts';
import { viewPayment } from '../../../functions/payments/domain/payment-view.ts';
import { checkAnswer, serviceRoutes } from '../../support/declared-routes.ts';
import { product } from '../../support/inventory.ts';
import { happened, orderAfter, orderIn, pendingOrder } from '../../support/orders.ts';
import * as payments from '../../support/payments/samples.ts';
import * as tickets from '../../support/tickets.ts';

/** Checks a body as a client receives it: as JSON, which drops undefined fields. */
const check = (method: string, path: string, status: number, body: unknown) => () =>
  checkAnswer(serviceRoutes, { method, path, status, body: JSON.parse(JSON.stringify(body)) as unknown });

const paidTwice = orderAfter(happened.rejected, { ...happened.paid, type: 'UnwantedPaymentRecorded' });
const shortages = [{ productId: 'espresso', requested: 2, available: 1 }];
const staff = { id: 'sam', roles: ['staff'] } as const;

describe('the declared answer fits', () => {
  it.each([
    ...Object.entries(orderIn).map(([status, order]) => [status, order()] as const),
    ['AWAITING_PAYMENT, without a link', orderAfter(happened.stockConfirmed)],
    ['AWAITING_PAYMENT, closing', orderAfter(happened.stockConfirmed, happened.closureRequested)],
    ['REJECTED, for a shortage', orderAfter({ ...happened.rejected, shortages })],
    ['REJECTED, with money to refund', paidTwice],
    ['CANCELLED, with a remark', orderAfter({ ...happened.cancelled, remark: 'by phone' })],
    ['with a note', pendingOrder({ note: 'no sugar' })],
  ] as const)('the view of an order: %s', (_, order) => {
    expect(check('GET', '/orders', 200, { items: [viewOf(order)], nextCursor: 'c' })).not.toThrow();
    expect(check('GET', '/orders/{orderId}', 200, viewFor(staff, order))).not.toThrow();
    expect(check('POST', '/orders/{orderId}/cancel', 200, viewFor(staff, order))).not.toThrow();
    expect(check('POST', '/orders', 202, viewAsPlaced(order, 600))).not.toThrow();
  });

  it.each([
    ['unlinked', payments.unlinked],
    ['pending', payments.pending],
    ['failed', payments.failed],
    ['closed', payments.closed],
    ['captured', payments.captured],
    ['partially refunded', { ...payments.captured, status: 'PARTIALLY_REFUNDED' }],
    ['refunded', { ...payments.captured, status: 'REFUNDED' }],
    ['with a dispute', payments.disputed],
    [
      'with refunds',
      payments.withRefunds(
        payments.refundEntry({ refundId: 'r1', requestedAmount: 400, underWay: true }),
        payments.refundEntry({ refundId: 'r2', status: 'SETTLED' }),
        payments.refundEntry({ refundId: 'r3', status: 'FAILED', failure: 'refused', final: true }),
      ),
    ],
  ] as const)('the view of a payment: %s', (_, payment) => {
    const view = viewPayment(payment, 'staff');
    expect(check('GET', '/payments/{orderId}', 200, view)).not.toThrow();
    expect(check('GET', '/payments/{orderId}', 200, viewPayment(payment, 'customer'))).not.toThrow();
    for (const refund of view?.refunds ?? []) {
      expect(check('POST', '/payments/{orderId}/refunds', 202, refund)).not.toThrow();
    }
  });

  it.each([
    ['waiting', tickets.waiting(1)],
    ['waiting, with a note', { ...tickets.waiting(1), note: 'no sugar' }],
    ['preparing', tickets.preparing(1)],
    ['ready', tickets.ready(1)],
    ['completed', tickets.completed(1)],
    ['cancelled', tickets.cancelled(1)],
  ])('the view of a ticket: %s', (_, ticket) => {
    const view = viewOfTicket(ticket);
    expect(check('GET', '/fulfilment/tickets', 200, { items: [view] })).not.toThrow();
    for (const step of ['start', 'ready', 'complete']) {
      expect(check('POST', `/fulfilment/tickets/{orderId}/${step}`, 200, view)).not.toThrow();
    }
  });

  it.each([
    ['for sale', viewOfProduct(product(), 3)],
    ['sold out', viewOfProduct(product({ active: false }), 0)],
    ['with details', viewOfProduct(product({ description: 'Dark', imageUrl: 'https://img.test/1' }), 3)],
  ])('the view of a product: %s', (_, view) => {
    expect(check('GET', '/products', 200, { items: [view] })).not.toThrow();
    expect(check('GET', '/products/{productId}', 200, view)).not.toThrow();
    for (const status of [200, 201]) {
      expect(check('PUT', '/products/{productId}', status, view)).not.toThrow();
    }
    expect(check('POST', '/products/{productId}/stock', 200, view)).not.toThrow();
  });

  it.each([
    ['of a new customer', viewOfContact(noContact)],
    ['with all addresses', viewOfContact(verified({ email: true, sms: true }))],
  ])('contact details: %s', (_, contact) => {
    expect(check('GET', '/me/contact', 200, contact)).not.toThrow();
    expect(check('PUT', '/me/contact', 200, contact)).not.toThrow();
  });
});
