import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { callAs, demand, simulators } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { request } from '../support/http.ts';
import { mailsTo } from '../support/sent-messages.ts';
import { newCustomer, newProduct, place, reachMessage } from '../support/shop.ts';

interface Contact {
  readonly status: { readonly email?: string };
}

/** A customer with a verified address that no other test uses. */
const customerWithMail = async () => {
  const customer = newCustomer();
  const email = `${customer}@example.com`;
  const body = { email, channels: { email: true, sms: false } };
  const set = demand(await callAs<Contact>(customer, 'customer', 'PUT', '/me/contact', { body }), 200);
  expect(set.status).toEqual({ email: 'verified' });
  return { customer, email };
};

/** Publishes a report about an e-mail to the customer, as SES would. */
const report = async (customerId: string, email: string, kind: string) =>
  demand(
    await request<{ messageId: string }>('POST', simulators('/mail/feedback'), {
      body: { customerId, email, kind },
    }),
    202,
  );

const reachStatus = (customer: string, status: string) =>
  eventually(
    async () => {
      const { body } = await callAs<Contact>(customer, 'customer', 'GET', '/me/contact');
      expect(body.status).toEqual({ email: status });
    },
    { describe: `the address being ${status}` },
  );

const mailsAbout = async (email: string, orderId: string) =>
  (await mailsTo(email)).filter((mail) => mail.includes(orderId));

describe('feedback about a mail', () => {
  it('stops an address that bounced, until its customer verifies it again with a code', async () => {
    const { customer, email } = await customerWithMail();
    const items = [{ productId: await newProduct(10), quantity: 1 }];
    await report(customer, email.toUpperCase(), 'bounce');
    await reachStatus(customer, 'bounced');

    // When the mail about the later order has been sent, the events of the first order have been processed, too.
    const other = await customerWithMail();
    const unsent = await place(customer, items);
    await place(other.customer, items);
    await reachMessage(other.customer, 'PaymentLinkCreated');
    expect(await mailsAbout(email, unsent.orderId)).toEqual([]);

    demand(await callAs(customer, 'customer', 'POST', '/me/contact/email/codes', { body: {} }), 202);
    const code = /\b\d{6}\b/.exec((await mailsTo(email))[0]!)![0];
    const verified = await callAs<Contact>(customer, 'customer', 'POST', '/me/contact/email/verifications', {
      body: { code },
    });
    expect(demand(verified, 200).status).toEqual({ email: 'verified' });
    const sent = await place(customer, items);
    await eventually(async () => expect(await mailsAbout(email, sent.orderId)).not.toEqual([]));
  });

  it('stops an address whose owner complained', async () => {
    const { customer, email } = await customerWithMail();
    await report(customer, email, 'complaint');
    await reachStatus(customer, 'complained');
  });

  it('that is malformed becomes a dead letter with its cause', async () => {
    const customer = `customer-${randomUUID()}`;
    const { messageId } = await report(customer, `${customer}@example.com`, 'malformed');
    await eventually(
      async () => {
        const { body } = await callAs('admin', 'admin', 'GET', '/ops/dead-letters?queue=mail-feedback');
        const groups = body['groups'] as { code: string; cause: string }[];
        expect(groups).toContainEqual(
          expect.objectContaining({
            code: 'message.invalid',
            cause: expect.stringContaining('lacks the object that its event type needs') as unknown,
          }),
        );
      },
      { describe: `the dead letter about the mail ${messageId}` },
    );
  });
});
