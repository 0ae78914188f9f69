import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { examples } from '../../scripts/contract/examples/index.ts';
import { api, callAs, demand, tokenFor, type Role } from '../support/callers.ts';
import { serviceApis } from '../support/declared-routes.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage } from '../support/gateway.ts';
import { request } from '../support/http.ts';
import { newCustomer, reach, reachLink } from '../support/shop.ts';

const customer = newCustomer();
const productId = `bun-${randomUUID()}`;
let orderId = '';
// A new partner with a new public key. The key in the document's example may be revoked, because another test sends
// changed copies of the examples.
const partnerId = `shop-${randomUUID().slice(0, 8)}`;
const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';

/** Replaces the ids in an example by those of a product, an order and a customer that exist, and of a new partner. */
const real = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(/cardamom-bun|rye-loaf/g, productId)
    .replaceAll('5f0c8a52-3a0d-5d1e-9f6e-0c6b0f4b7a11', orderId)
    .replaceAll('corner-shop', partnerId)
    .replaceAll('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs', publicKey)
    .replaceAll(/(?<=["/])(alice|zoe)(?=["/])/g, customer);

const fieldsOf = (value: unknown): readonly string[] => Object.keys(value as object).toSorted();

const routes = Object.assign(
  {},
  ...serviceApis.map((api) => api.routes),
) as (typeof serviceApis)[0]['routes'];

/**
 * Sends the request of a route's example, again and again until it succeeds. `request` checks that the response fits
 * the route's schema.
 * @returns the body of the response
 */
const send = async (name: string): Promise<Record<string, unknown>> => {
  const route = routes[name];
  const example = examples[name];
  if (route === undefined || example === undefined) throw new Error(`${name} has no example`);
  const path = real(route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => example.path?.[key] ?? ''));
  const query = new URLSearchParams(
    Object.entries(example.query ?? {}).map(([key, value]): [string, string] => [key, String(value)]),
  );
  const role = (route.auth === 'public' ? 'customer' : route.auth) as Role;
  const key = { 'idempotency-key': `${name}-${productId}` };
  return eventually(
    async () =>
      demand(
        await callAs(
          role === 'customer' ? customer : role,
          role,
          route.method,
          `${JSON.parse(path)}?${query}`,
          {
            ...(example.body === undefined ? {} : { body: JSON.parse(real(example.body)) as unknown }),
            ...(route.idempotencyKey === undefined ? {} : { headers: key }),
          },
        ),
        ...Object.keys(example.answers).map(Number),
      ),
    { describe: `the example of ${name}` },
  );
};

/** Sends an example's request, and checks that the response has the same fields as the response in the document. */
const sendAndCompare = async (name: string, status: number): Promise<Record<string, unknown>> => {
  const body = await send(name);
  expect([name, fieldsOf(body)]).toEqual([name, fieldsOf(examples[name]?.answers[status])]);
  return body;
};

describe('the examples of the document, sent one after another', () => {
  it('create a product with stock', async () => {
    await sendAndCompare('putProduct', 201);
    expect(await sendAndCompare('adjustStock', 200)).toMatchObject({ available: 40 });
    await sendAndCompare('getProduct', 200);
    await send('checkStock');
    await send('listProducts');
  });

  it('order it, and show the order', async () => {
    await sendAndCompare('setContact', 200);
    await sendAndCompare('getContact', 200);
    const placed = await sendAndCompare('placeOrder', 202);
    orderId = String(placed['orderId']);
    expect(placed['totalAmount']).toBe(900);
    await reachLink(orderId);
    await sendAndCompare('getOrder', 200);
    await send('listOrders');
  });

  it('prepare it once it is paid, refund half, and show what became of it', async () => {
    await onPaymentPage(await reachLink(orderId), 'succeed');
    await reach(orderId, 'PAID');
    await send('listTickets');
    for (const step of ['startTicket', 'markTicketReady', 'completeTicket']) await sendAndCompare(step, 200);
    await sendAndCompare('refundPayment', 202);
    await eventually(
      async () => {
        const payment = await callAs('kitchen', 'staff', 'GET', `/payments/${orderId}`);
        expect(payment.body).toMatchObject({ status: 'PARTIALLY_REFUNDED', amount: 900 });
        expect(fieldsOf(payment.body)).toEqual(fieldsOf(examples['getPayment']?.answers[200]));
      },
      { describe: 'the refund of the example' },
    );
  });

  it('can be followed from a response to where its header Location leads', async () => {
    const follow = async (path: string, role: Role, body: unknown) => {
      const sub = role === 'customer' ? customer : role;
      const headers = { 'idempotency-key': `follow-${productId}` };
      const answer = await callAs(sub, role, 'POST', path, { body, headers });
      demand(answer, 202);
      const { href } = new URL(answer.headers.get('location') ?? 'none:', api(path));
      const followed = await request('GET', href, { token: await tokenFor(sub, role) });
      return [answer.body, demand(followed, 200)] as const;
    };
    const [placed, order] = await follow('/orders', 'customer', { items: [{ productId, quantity: 1 }] });
    expect(order['orderId']).toBe(placed['orderId']);
    const refund = { amount: 1, reason: 'The bun was small.' };
    const [, payment] = await follow(`/payments/${orderId}/refunds`, 'admin', refund);
    expect(payment).toMatchObject({
      orderId,
      refunds: expect.arrayContaining([expect.objectContaining(refund)]),
    });
  });

  it('cancel another order', async () => {
    const first = orderId;
    const again = await callAs<OrderView>(customer, 'customer', 'POST', '/orders', {
      body: { items: [{ productId, quantity: 2 }], note: 'No paper bag, please.' },
    });
    orderId = demand(again, 202).orderId;
    expect(orderId).not.toBe(first);
    await reachLink(orderId);
    await sendAndCompare('cancelOrder', 200);
  });

  it('register a key of a partner, and revoke it', async () => {
    await send('registerKey');
    await send('listPartners');
    await send('revokeKey');
  });

  it('show the customer, the stage and its queues, and forget the customer', async () => {
    for (const name of ['listNotifications', 'exportMe', 'exportCustomer', 'getHealth', 'getStatus'])
      await send(name);
    await send('listDeadLetters');
    await send('redriveDeadLetters');
    await sendAndCompare('eraseMe', 202);
    await sendAndCompare('eraseCustomer', 202);
  });
});
