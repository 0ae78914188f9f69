import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import * as api from '../../../../simulators/payment-gateway/api.ts';
import { answerPayer, showPage } from '../../../../simulators/payment-gateway/page/payer-requests.ts';
import { missingPage, paymentPage } from '../../../../simulators/payment-gateway/page/payment-page.tsx';
import { lambdaContext } from '../../../support/lambda-events.ts';

const session = {
  orderId: `<script>alert("1")</script>'&`,
  status: 'open',
  amount: 1250,
  currency: 'EUR',
  payBy: '2026-03-01T09:30:00.000Z',
  refundedAmount: 0,
} as const;

describe('The hosted page', () => {
  it('shows the amount and two buttons of a plain form', () => {
    const { status, body, headers } = paymentPage(session);
    expect(status).toBe(200);
    expect(headers?.['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('<form method="post">');
    expect(body).toMatch(/<button class="primary" name="outcome" value="succeed">Pay €12\.50<\/button>/);
    expect(body).toMatch(/<button name="outcome" value="decline">/);
  });

  it('leads back to the order at the shop, if it knows where the shop is', () => {
    const { body } = paymentPage(session, { ordersUrl: 'http://localhost:4567/orders/' });
    const link = encodeURIComponent(session.orderId).replaceAll("'", '&#39;');
    expect(String(body).replaceAll("'", '&#39;')).toContain(`href="http://localhost:4567/orders/${link}"`);
    expect(paymentPage(session).body).not.toContain('Back to the shop');
  });

  it('is shown and used under a link to which a mail program added parameters', async () => {
    const event = {
      httpMethod: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      pathParameters: { id: 's1' },
      queryStringParameters: { utm_source: 'mail' },
      body: 'outcome=succeed',
      requestContext: {},
    } as unknown as APIGatewayProxyEvent;
    const paid = { ...session, id: 's1', status: 'paid', metadata: {} } as const;
    const show = httpHandler(
      api.showPaymentPage,
      showPage(async () => paid),
    );
    const pay = httpHandler(
      api.paySession,
      answerPayer(async () => ({ outcome: 'paid', session: paid })),
    );
    const shown = await show(event, lambdaContext());
    const used = await pay(event, lambdaContext());
    expect([shown.statusCode, used.statusCode]).toEqual([200, 200]);
  });

  it('escapes what it shows, and allows no script at all', () => {
    const { body, headers } = paymentPage(session);
    expect(body).toContain(`<dd><bdi>&lt;script>alert(&quot;1&quot;)&lt;/script>'&amp;</bdi></dd>`);
    expect(body).not.toContain('<script');
    expect(headers?.['content-security-policy']).toContain("default-src 'none'");
  });

  it('escapes a hostile currency and hostile times as well', () => {
    const evil = `"><img src=x onerror=alert(1)>`;
    const hostile = { ...session, currency: evil, payBy: evil, paidAt: evil, refundedAmount: 1 };
    for (const status of ['open', 'paid', 'expired'] as const) {
      expect(paymentPage({ ...hostile, status }).body).not.toContain('<img');
    }
    expect(paymentPage(hostile).body).toContain('datetime="&quot;>&lt;img src=x onerror=alert(1)>"');
  });

  it('allows its own style sheet alone', () => {
    const { body, headers } = missingPage();
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(String(body)) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers?.['content-security-policy']).toContain(`style-src 'sha256-${hash}';`);
  });

  it('says that a payment was declined and can be tried again', () => {
    expect(paymentPage(session, { declined: true }).body).toContain('declined');
    expect(paymentPage(session).body).not.toContain('role="alert"');
  });

  it('offers nothing to pay once it is paid or expired', () => {
    const paid = paymentPage({ ...session, status: 'paid', paidAt: session.payBy, refundedAmount: 250 });
    expect(paid.body).toContain('The payment has arrived');
    expect(paid.body).toContain('€2.50');
    const expired = paymentPage({ ...session, status: 'expired' });
    expect(expired.body).toContain('expired');
    for (const { body } of [paid, expired, missingPage()]) expect(body).not.toContain('<form');
  });

  it('shows an amount of a currency that does not exist as it is', () => {
    expect(paymentPage({ ...session, currency: 'eu1' }).body).toContain('1250 eu1');
  });

  it('answers 404 for a link that leads nowhere', () => {
    expect(missingPage().status).toBe(404);
  });
});
