import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { api, callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { request } from '../support/http.ts';
import { mailsTo } from '../support/sent-messages.ts';
import {
  newCustomer,
  newProduct,
  place,
  placePaid,
  reachLink,
  reachMessage,
  withMail,
} from '../support/shop.ts';

const product = { name: 'قهوة عربية 👩\u200D🍳', unitAmount: 500, currency: 'EUR', active: true };
const put = (productId: string, body: object) =>
  callAs('admin', 'admin', 'PUT', `/products/${productId}`, { body: { ...product, ...body } });

describe('a product', () => {
  it('with a name that changes the text beside it is refused, and not stored', async () => {
    const productId = `product-${randomUUID()}`;
    for (const name of ['\u202E00.5€ Bun', 'Bun\nTotal: €0.00', 'Bun\0', '\u200B']) {
      const refused = { status: 400, body: { code: 'request.invalid', errors: [{ pointer: '/name' }] } };
      expect(await put(productId, { name })).toMatchObject(refused);
    }
    expect((await request('GET', api(`/products/${productId}`))).status).toBe(404);
  });

  it('shows its image in normal form', async () => {
    const productId = `product-${randomUUID()}`;
    expect((await put(productId, { imageUrl: 'http://a"onerror="x' })).status).toBe(400);
    demand(await put(productId, { imageUrl: 'HTTPS://Shop.example/a"b\'.jpg' }), 201);
    const shown = await request('GET', api(`/products/${productId}`));
    expect(shown.body).toMatchObject({ name: product.name, imageUrl: 'https://shop.example/a%22b%27.jpg' });
  });

  it('with a name from right to left does not move its price in the mail', async () => {
    const customer = newCustomer();
    await withMail(customer);
    const productId = await newProduct(2);
    demand(await put(productId, {}), 200);
    await eventually(
      async () => {
        const { items } = await place(customer, [{ productId, quantity: 2 }]);
        expect(items[0]).toMatchObject({ name: product.name });
      },
      { describe: 'an order with the new name' },
    );
    await reachMessage(customer, 'OrderCreated');
    await eventually(
      async () => {
        const mails = (await mailsTo(`${customer}@example.com`)).join();
        expect(mails).toMatch(new RegExp(`2 × \u2068${product.name}\u2069 +€10\\.00`));
        expect(mails).toContain(`>2 × <bdi>${product.name}</bdi></th>`);
      },
      { describe: 'the mail with the isolated name' },
    );
  });
});

describe("an order's id in capitals", () => {
  it('is the same order for every route', async () => {
    const customer = newCustomer();
    const { orderId } = await placePaid(customer, await newProduct(1));
    const capitals = orderId.toUpperCase();
    expect(capitals).not.toBe(orderId);
    const same = { status: 200, body: { orderId } };
    expect(await callAs(customer, 'customer', 'GET', `/orders/${capitals}`)).toMatchObject(same);
    expect(await callAs(customer, 'customer', 'GET', `/payments/${capitals}`)).toMatchObject(same);
    await eventually(
      async () => {
        const path = `/fulfilment/tickets/${capitals}/start`;
        expect(await callAs('kitchen', 'staff', 'POST', path)).toMatchObject(same);
      },
      { describe: 'the ticket of the order' },
    );
    const other = await place(customer, [{ productId: await newProduct(1), quantity: 1 }]);
    await reachLink(other.orderId);
    expect(
      await callAs(customer, 'customer', 'POST', `/orders/${other.orderId.toUpperCase()}/cancel`),
    ).toMatchObject({ status: 200, body: { orderId: other.orderId, status: 'CANCELLED' } });
  });
});

describe('a request', () => {
  it('with 8,000 unknown fields gets a small response', async () => {
    const body = Object.fromEntries(Array.from({ length: 8000 }, (_, n) => [n.toString(36), 1]));
    const answer = await callAs<{ errors: unknown[]; moreErrors: number }>(
      newCustomer(),
      'customer',
      'POST',
      '/orders',
      { body },
    );
    expect(answer.status).toBe(400);
    expect([answer.body.errors.length, answer.body.moreErrors]).toEqual([20, 7981]);
    expect(JSON.stringify(answer.body).length).toBeLessThan(3000);
  });

  it('about a customer whose id cannot be stored is refused', async () => {
    const answer = await callAs('admin', 'admin', 'DELETE', '/customers/%EF%BF%BF', { body: {} });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/path/customerId' }] } });
  });

  it.each(['user@xn--e1aybc.xn--p1ai', "a&b/c=d!e#f'g@example.com"])(
    'may name the address %s, and a code is sent there',
    async (address) => {
      const customer = newCustomer();
      const email = `${randomUUID()}${address}`;
      const body = { email, channels: { email: true, sms: false } };
      demand(await callAs(customer, 'customer', 'PUT', '/me/contact', { body }), 200);
      await eventually(
        async () => {
          demand(await callAs(customer, 'customer', 'POST', '/me/contact/email/codes', { body: {} }), 202);
        },
        { describe: `a code for ${email}` },
      );
      expect((await mailsTo(email)).join()).toMatch(/Your code is \d{6}/);
    },
  );
});
