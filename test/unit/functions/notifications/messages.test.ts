import { describe, expect, it } from '@jest/globals';
import { renderEmail } from '../../../../functions/notifications/adapters/render-email.tsx';
import { renderSms } from '../../../../functions/notifications/adapters/sns-texter.ts';
import { formatInstant, type Content } from '../../../../functions/notifications/domain/notification.ts';
import { messages } from '../../../../functions/notifications/messages.ts';
import type { EventData } from '../../../../shared/events/catalog.ts';

const order = { orderId: '0195a5a5-0000-7000-8000-000000000001', customerId: 'alice' };
const items = [
  { productId: 'desk', name: 'Walnut <b>desk</b>', quantity: 2, unitAmount: 62_000 },
  { productId: 'lamp', name: 'Lamp & shade', quantity: 1, unitAmount: 4_550 },
];
const priced = { ...order, items, totalAmount: 128_550, currency: 'EUR' };
const at = '2026-03-01T09:00:00.000Z';
const paid = { ...priced, placedAt: at };
const paymentLink = 'https://pay.example/sessions/1?lang=en&x=1';
const payBy = '2026-03-01T09:30:00.000Z';

/** The texts that a customer gets: the e-mail as text and HTML, and the text message. */
const read = (content: Content) => ({
  subject: content.subject,
  ...renderEmail(content, { orderId: order.orderId, correlationId: 'request-1' }),
  sms: renderSms(content),
});

describe('that an order was placed', () => {
  const { html, text, sms } = read(messages.OrderCreated.content({ ...priced, attempt: 1 }));

  it('is told with what was ordered, each line with its price, and the total', () => {
    expect(text).toMatch(
      /2 × \u2068Walnut <b>desk<\/b>\u2069 +€1,240\.00\n1 × \u2068Lamp & shade\u2069 +€45\.50\n-+\nTotal +€1,285\.50/,
    );
    expect(sms).toContain('€1,285.50');
  });

  it('shows the names of products in HTML as they were typed', () => {
    expect(html).toMatch(/>2 × <bdi>Walnut &lt;b>desk&lt;\/b><\/bdi><\/th>\n<td [^>]+>€1,240\.00<\/td>/);
    expect(html).toContain('Lamp &amp; shade');
  });
});

describe('the name of a product that is written from right to left', () => {
  const named = (name: string) => [{ productId: 'coffee', name, quantity: 2, unitAmount: 500 }];
  const mail = (name: string) =>
    read(messages.OrderCreated.content({ ...priced, items: named(name), attempt: 1 }));

  it('does not move the price beside it', () => {
    const { html, text } = mail('قهوة عربية');
    expect(text).toMatch(/2 × \u2068قهوة عربية\u2069 +€10\.00/);
    expect(html).toMatch(/>2 × <bdi>قهوة عربية<\/bdi><\/th>\n<td [^>]+>€10\.00</);
  });

  it.each([
    ['an override', '\u202E00.5€ Bun', ' 00.5€ Bun'],
    ['the end of an isolate', 'Bun\u2069\u202E', 'Bun  '],
    ['the start of an isolate', '\u2068Bun', ' Bun'],
    ['a line break', 'Bun\nTotal: €0', 'Bun Total: €0'],
    ['NUL', 'Bun\0', 'Bun '],
  ])('cannot leave its place by %s, if it was stored before names were checked', (_, name, shown) => {
    const { html, text } = mail(name);
    expect(text).toMatch(new RegExp(`2 × \u2068${shown}\u2069 +€10\\.00`));
    expect(html).toContain(`>2 × <bdi>${shown}</bdi></th>`);
  });

  it('is isolated wherever it is shown', () => {
    const items = named('قهوة');
    const cancelled = { previousStatus: 'PENDING', by: 'staff', cause: 'cancelled-by-staff' } as const;
    for (const content of [
      messages.OrderPaid.content({ ...paid, items }),
      messages.OrderExpired.content({ ...order, items }),
      messages.OrderCancelled.content({ ...order, items, ...cancelled }),
    ]) {
      expect(read(content).text).toContain('2 × \u2068قهوة\u2069');
      expect(read(content).html).toContain('>2 × <bdi>قهوة</bdi><');
    }
  });
});

describe('that an order can be paid', () => {
  const { html, text, sms } = read(
    messages.PaymentLinkCreated.content({ ...order, paymentLink, amount: 128_550, currency: 'EUR', payBy }),
  );

  it('is told with the link, in every form', () => {
    expect(html).toContain('href="https://pay.example/sessions/1?lang=en&amp;x=1"');
    expect(text).toContain(paymentLink);
    expect(sms).toContain(paymentLink);
  });

  it('says how much and until when', () => {
    for (const form of [html, text, sms]) {
      expect(form).toContain('€1,285.50');
      expect(form).toContain('1 March 2026 at 09:30 UTC');
    }
  });
});

describe('a reminder to pay', () => {
  it('has the link and until when', () => {
    const { text, sms } = read(messages.PaymentReminderDue.content({ ...order, paymentLink, payBy }));
    for (const form of [text, sms]) {
      expect(form).toContain(paymentLink);
      expect(form).toContain('1 March 2026 at 09:30 UTC');
    }
  });
});

describe('that an order was paid', () => {
  it('is told with the amount and the items, and without the note', () => {
    const { html, text } = read(messages.OrderPaid.content({ ...paid, note: '<i>ring twice</i>' }));
    expect(text).toContain('€1,285.50');
    expect(text).toMatch(/1 × \u2068Lamp & shade\u2069 +€45\.50/);
    for (const form of [html, text]) expect(form).not.toContain('ring twice');
  });

  it('counts in the currency as it has decimals', () => {
    expect(read(messages.OrderPaid.content({ ...paid, currency: 'JPY' })).sms).toContain('¥128,550');
  });
});

describe('that a payment failed', () => {
  it('is told with what to do: the link stays good', () => {
    const { text, sms } = read(messages.PaymentFailed.content({ ...order, reason: 'card_declined' }));
    expect(text).toContain('no money was taken');
    for (const form of [text, sms]) expect(form).toContain('try again');
  });
});

describe('that an order was rejected', () => {
  it('is told with each product that was short, and that nothing was charged', () => {
    const shortages = [
      { productId: 'desk', requested: 2, available: 1 },
      { productId: 'lamp', requested: 1, available: 0 },
    ];
    const { text, sms } = read(
      messages.OrderRejected.content({ ...order, reason: 'insufficient-stock', shortages }),
    );
    expect(text).toMatch(/Product +You wanted +We have\n-+\ndesk +2 +1\nlamp +1 +0\n/);
    for (const form of [text, sms]) expect(form).toContain('not been charged');
  });

  it('lists nothing when no product is named', () => {
    expect(
      read(messages.OrderRejected.content({ ...order, reason: 'insufficient-stock', shortages: [] })).html,
    ).not.toContain('<th');
  });
});

describe('that an order was cancelled', () => {
  const cancelled = (overrides: Partial<EventData<'OrderCancelled'>>) =>
    read(
      messages.OrderCancelled.content({
        ...order,
        items,
        previousStatus: 'AWAITING_PAYMENT',
        by: 'customer',
        cause: 'cancelled-by-customer',
        ...overrides,
      }),
    );

  it.each([
    ['customer', 'as you asked'],
    ['staff', 'we had to cancel'],
    ['system', 'could not complete your order'],
  ] as const)('by %s is told as such', (by, words) => {
    expect(cancelled({ by }).text).toContain(words);
    expect(cancelled({ by }).sms).toContain(words);
  });

  it('because it was refunded is told as such', () => {
    expect(cancelled({ by: 'system', cause: 'refunded', previousStatus: 'PAID' }).text).toContain(
      'refunded your order in full',
    );
  });

  it('because nobody could have paid it is told as such, and promises no money back', () => {
    const { text } = cancelled({ by: 'system', cause: 'payment-not-possible' });
    expect(text).toContain('could not take a payment');
    expect(text).toContain('You have not been charged.');
    expect(text).not.toContain('money back');
  });

  it.each(['PAID', 'PREPARING', 'READY'] as const)('from %s promises the money back', (previousStatus) => {
    expect(cancelled({ previousStatus }).text).toContain('Your money is on its way back to you.');
    expect(cancelled({ previousStatus }).sms).toContain('Your money is on its way back to you.');
  });

  it('while it could be paid says what becomes of money that was sent', () => {
    expect(cancelled({ previousStatus: 'AWAITING_PAYMENT' }).text).toContain('you will get your money back');
  });

  it('before it could be paid says that nothing was charged', () => {
    expect(cancelled({ previousStatus: 'PENDING' }).text).toContain('You have not been charged.');
  });

  it('names what was ordered', () => {
    expect(cancelled({}).text).toContain(
      '- 2 × \u2068Walnut <b>desk</b>\u2069\n- 1 × \u2068Lamp & shade\u2069',
    );
  });
});

describe('that an order expired', () => {
  it('is told with why, and with what was ordered', () => {
    const { text, sms } = read(messages.OrderExpired.content({ ...order, items }));
    expect(text).toContain('did not receive your payment in time');
    expect(text).toContain('- 1 × \u2068Lamp & shade\u2069');
    expect(sms).toContain('expired because it was not paid in time');
  });
});

describe('that an order is ready, and that it was handed over', () => {
  it('is told in every form', () => {
    for (const form of Object.values(read(messages.FulfilmentReady.content({ ...order, at }))))
      expect(form).toContain('ready');
    for (const form of Object.values(read(messages.OrderCompleted.content(order))))
      expect(form).toMatch(/enjoy/i);
  });
});

describe('a refund', () => {
  const refund = { ...order, amount: 4_550, currency: 'EUR', refundId: 'refund-1', reason: 'broken' };

  it('is told with its amount', () => {
    const { text, sms } = read(messages.RefundCompleted.content({ ...refund, refundedAmount: 4_550 }));
    for (const form of [text, sms]) expect(form).toContain('€45.50');
    expect(text).not.toContain('earlier refunds');
  });

  it('after others is told with all that came back', () => {
    expect(read(messages.RefundCompleted.content({ ...refund, refundedAmount: 10_000 })).text).toContain(
      'Together with earlier refunds, we have returned €100.00 to you',
    );
  });
});

describe('an instant', () => {
  it('is told in UTC, whatever the zone of the machine', () => {
    expect(formatInstant('2026-03-01T09:30:00.000Z')).toBe('1 March 2026 at 09:30 UTC');
  });
});
