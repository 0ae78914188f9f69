import { describe, expect, it } from '@jest/globals';
import { callAs } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { newCustomer, newProduct, place } from '../support/shop.ts';

describe('contact details', () => {
  it('are shown as they were set', async () => {
    const customer = newCustomer();
    const get = () => callAs(customer, 'customer', 'GET', '/me/contact');
    expect((await get()).body).toEqual({ channels: { email: false, sms: false } });
    const body = { email: 'a@example.com', phone: '+4915112345678', channels: { email: true, sms: true } };
    expect((await callAs(customer, 'customer', 'PUT', '/me/contact', { body })).status).toBe(200);
    expect(await get()).toMatchObject({ status: 200, body });
  });

  it('of a customer who wants text messages lead to text messages', async () => {
    const customer = newCustomer();
    const body = { phone: '+4915112345678', channels: { email: false, sms: true } };
    await callAs(customer, 'customer', 'PUT', '/me/contact', { body });
    await place(customer, [{ productId: await newProduct(1), quantity: 1 }]);
    const sent = await eventually(
      async () => {
        const answer = await callAs<{ items: { channel: string }[] }>(
          customer,
          'customer',
          'GET',
          '/me/notifications',
        );
        if (answer.body.items.length === 0) throw new Error('No message was sent yet.');
        return answer.body.items;
      },
      { timeoutMs: 60_000, describe: `a text message to ${customer}` },
    );
    expect(new Set(sent.map(({ channel }) => channel))).toEqual(new Set(['sms']));
  });
});
