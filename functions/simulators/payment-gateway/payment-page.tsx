import type { HttpResponse } from '../../../shared/http/responses.ts';
import { formatMoney } from '../../../shared/kernel/money.ts';
import { STYLE } from './payment-page-style.ts';

/** What the page tells about a session. */
export interface PayablePage {
  readonly orderId: string;
  readonly status: 'open' | 'paid' | 'expired';
  readonly amount: number;
  readonly currency: string;
  readonly payBy: string;
  readonly paidAt?: string;
  readonly refundedAmount: number;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** No script, nothing from elsewhere, no framing: a page that takes money (OWASP, "Clickjacking Defense"). */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
};

const page = (status: number, title: string, content: string): HttpResponse => ({
  status,
  headers: HEADERS,
  body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="brand">Test payments</p>
${content}
<p class="note">This is a simulated payment page. No money moves.</p>
</main>
</body>
</html>
`,
});

const money = (session: PayablePage): string => {
  // A currency is three letters; whether there is such a one, only the formatter knows.
  try {
    return formatMoney(session.amount, session.currency);
  } catch {
    return `${session.amount} ${session.currency}`;
  }
};

const instant = (iso: string): string =>
  `<time datetime="${escapeHtml(iso)}">${escapeHtml(readable(iso))}</time>`;

const readable = (iso: string): string => iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*$/, '$1, $2 UTC');

const summary = (session: PayablePage, deadline: string): string => `<dl>
<div><dt>Order</dt><dd>${escapeHtml(session.orderId)}</dd></div>
<div><dt>Amount</dt><dd class="amount">${escapeHtml(money(session))}</dd></div>
${deadline}
</dl>`;

const openContent = (session: PayablePage, declined: boolean): string => `<h1>Pay for your order</h1>
${declined ? '<p class="notice bad" role="alert">The payment was declined. You can try again.</p>' : ''}
${summary(session, `<div><dt>Pay by</dt><dd>${instant(session.payBy)}</dd></div>`)}
<form method="post">
<button class="primary" name="outcome" value="succeed">Pay ${escapeHtml(money(session))}</button>
<button name="outcome" value="decline">Decline this payment</button>
</form>`;

const paidContent = (session: PayablePage): string => `<h1>Thank you</h1>
<p class="notice good" role="status">The payment has arrived. You can close this page.</p>
${summary(session, `<div><dt>Paid</dt><dd>${instant(session.paidAt ?? '')}</dd></div>`)}
${session.refundedAmount > 0 ? `<p>Refunded so far: ${escapeHtml(money({ ...session, amount: session.refundedAmount }))}</p>` : ''}`;

const expiredContent = (session: PayablePage): string => `<h1>This payment link has expired</h1>
<p class="notice bad" role="status">Nothing was charged. Go back to the shop to order again.</p>
${summary(session, '')}`;

/**
 * The hosted page for a session, as a person sees it: what to pay, and two buttons; or that it is paid, or expired.
 * It is plain HTML whose form works without scripts.
 */
export const paymentPage = (
  session: PayablePage,
  { declined = false }: { readonly declined?: boolean } = {},
): HttpResponse => {
  switch (session.status) {
    case 'open':
      return page(200, 'Pay for your order', openContent(session, declined));
    case 'paid':
      return page(200, 'Payment received', paidContent(session));
    case 'expired':
      return page(200, 'Payment link expired', expiredContent(session));
  }
};

/** The page for a link that leads nowhere. */
export const missingPage = (): HttpResponse =>
  page(
    404,
    'Unknown payment link',
    '<h1>Unknown payment link</h1>\n<p>There is no payment here. Check the link that you were sent.</p>',
  );
