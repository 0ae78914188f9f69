import { describe, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { callAs, demand, simulators } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { request } from '../support/http.ts';
import { inParallel } from '../support/in-parallel.ts';
import { mailsTo, textsTo } from '../support/sent-messages.ts';
import { newCustomer, newProduct, place, reach, reachMessage } from '../support/shop.ts';
import { api } from '../support/callers.ts';

interface Contact {
  readonly status: { readonly email?: string; readonly phone?: string };
}
const both = { email: true, sms: true };
const asCustomer = (customer: string, method: 'GET' | 'PUT' | 'POST', path: string, body?: object) =>
  callAs<Contact & { code?: string }>(customer, 'customer', method, path, body === undefined ? {} : { body });
const setContact = (customer: string, contact: object) => asCustomer(customer, 'PUT', '/me/contact', contact);

/** An e-mail address and a phone number that no other test uses. */
const stranger = () => ({
  email: `stranger-${randomUUID()}@example.com`,
  phone: `+49151${randomInt(10_000_000, 100_000_000)}`,
});

describe('contact details', () => {
  it('are shown as they were set', async () => {
    const customer = newCustomer();
    const get = () => asCustomer(customer, 'GET', '/me/contact');
    expect((await get()).body).toEqual({ channels: { email: false, sms: false }, status: {} });
    const body = { ...stranger(), channels: both };
    demand(await setContact(customer, body), 200);
    const status = { email: 'unverified', phone: 'unverified' };
    expect(await get()).toMatchObject({ status: 200, body: { ...body, status } });
  });

  it('of a customer whose token proves a phone number lead to text messages', async () => {
    const customer = newCustomer();
    const { phone } = stranger();
    const issued = await request<{ access_token: string }>('POST', simulators('/identity/tokens'), {
      body: { sub: customer, roles: ['customer'], phone_number: phone },
    });
    const headers = { authorization: `Bearer ${issued.body.access_token}` };
    const body = { phone, channels: { email: false, sms: true } };
    const set = await request('PUT', api('/me/contact'), { headers, body });
    expect(set).toMatchObject({ status: 200, body: { status: { phone: 'verified' } } });
    await place(customer, [{ productId: await newProduct(1), quantity: 1 }]);
    await reachMessage(customer, 'OrderCreated');
    await eventually(async () => expect((await textsTo(phone)).length).toBeGreaterThan(0));
  });

  it('are verified by the codes that are sent to them, once and without letting anyone guess', async () => {
    const customer = newCustomer();
    const { email, phone } = stranger();
    demand(await setContact(customer, { email, phone, channels: both }), 200);
    for (const [channel, read] of [
      ['email', () => mailsTo(email)],
      ['sms', () => textsTo(phone)],
    ] as const) {
      const verify = (code: string) =>
        asCustomer(customer, 'POST', `/me/contact/${channel}/verifications`, { code });
      expect((await verify('123456')).body.code).toBe('contact.no-code');
      demand(await asCustomer(customer, 'POST', `/me/contact/${channel}/codes`, {}), 202);
      const code = /\b\d{6}\b/.exec((await read())[0]!.replaceAll(phone, ''))![0];
      const wrong = code === '000000' ? '000001' : '000000';
      expect(await verify(wrong)).toMatchObject({ status: 422, body: { code: 'contact.code-wrong' } });
      expect(demand(await verify(code), 200).status).toMatchObject({
        [channel === 'email' ? 'email' : 'phone']: 'verified',
      });
      expect((await verify(code)).body.code).toBe('contact.already-verified');
      const again = await asCustomer(customer, 'POST', `/me/contact/${channel}/codes`, {});
      expect(again).toMatchObject({ status: 409, body: { code: 'contact.already-verified' } });
    }
  });
});

describe('someone who enters the addresses of a stranger', () => {
  it('cannot make the shop write to them, except a few codes, in words of the shop alone', async () => {
    const attacker = newCustomer();
    const { email, phone } = stranger();
    const productId = await newProduct(10);
    demand(await setContact(attacker, { email, phone, channels: both }), 200);

    const orders = await inParallel(10, 5, async () => {
      const { orderId } = await place(attacker, [{ productId, quantity: 1 }], {
        'x-correlation-id': 'evil.example',
      });
      await eventually(async () =>
        demand(await callAs(attacker, 'customer', 'POST', `/orders/${orderId}/cancel`), 200),
      );
      return orderId;
    });
    for (const orderId of orders) await reach(orderId, 'CANCELLED');

    const codes = await inParallel(12, 4, (n) =>
      asCustomer(attacker, 'POST', `/me/contact/${n % 2 === 0 ? 'email' : 'sms'}/codes`, {}),
    );
    const accomplice = newCustomer();
    demand(await setContact(accomplice, { email: email.toUpperCase(), phone, channels: both }), 200);
    codes.push(
      ...(await inParallel(8, 4, (n) =>
        asCustomer(accomplice, 'POST', `/me/contact/${n % 2 === 0 ? 'email' : 'sms'}/codes`, {}),
      )),
    );
    const refused = codes.filter(({ status }) => status !== 202);
    for (const answer of refused) {
      expect(answer).toMatchObject({ status: 429, body: { code: 'contact.too-many-codes' } });
    }

    const messages = [
      ...(await mailsTo(email)),
      ...(await mailsTo(email.toUpperCase())),
      ...(await textsTo(phone)),
    ];
    expect(new Set(messages).size).toBe(codes.length - refused.length);
    expect(new Set(await mailsTo(email)).size).toBeLessThanOrEqual(3);
    expect(new Set(await textsTo(phone)).size).toBeLessThanOrEqual(3);
    for (const message of messages) {
      expect(message).toContain('verification code');
      expect(message).not.toMatch(/evil|Order\b/);
    }
  });
});
