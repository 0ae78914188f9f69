import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { renderEmail } from '../../../../../functions/notifications/adapters/render-email.tsx';
import { renderSms } from '../../../../../functions/notifications/adapters/sns-texter.ts';
import type { Content, Reference } from '../../../../../functions/notifications/domain/notification.ts';

const reference = { orderId: '0195a5a5-0000-7000-8000-000000000001', correlationId: 'request-1' };

const content: Content = {
  subject: 'A subject',
  paragraphs: ['First things first.', 'Second things second.'],
  highlight: { label: 'To pay', value: '€40.00' },
  lines: ['2 × Desk', '1 × Lamp'],
  table: {
    columns: ['Item', 'Amount'],
    rows: [
      ['2 × Desk', '€30.00'],
      ['1 × Lamp', '€10.00'],
    ],
    foot: ['Total', '€40.00'],
  },
  action: { label: 'Pay now', url: 'https://pay.example/s?id=1&lang=en' },
  remark: 'By the way.',
  sms: 'In short.',
};

/** Content with the same words in each of its parts. */
const allOf = (words: string): Content => ({
  subject: words,
  preview: words,
  paragraphs: [words],
  highlight: { label: words, value: words },
  lines: [words],
  table: { columns: [words, words], rows: [[words, words]], foot: [words, words] },
  remark: words,
  sms: words,
});

describe('an e-mail', () => {
  it('says in HTML all that its content says', () => {
    const { html } = renderEmail(content, reference);
    for (const part of [
      /^<!doctype html>\n<html lang="en" dir="ltr">/,
      /<title>A subject<\/title>/,
      /<h1 [^>]+>A subject<\/h1>/,
      /<p [^>]+>First things first\.<\/p>/,
      /<p [^>]+>Second things second\.<\/p>/,
      /<p [^>]+>To pay<\/p>\n<p [^>]+>€40\.00<\/p>/,
      /<ul [^>]+>\n<li [^>]+>2 × Desk<\/li>\n<li [^>]+>1 × Lamp<\/li>\n<\/ul>/,
      /<th class="line" scope="row" [^>]+>2 × Desk<\/th>\n<td [^>]+>€30\.00<\/td>/,
      /<tfoot>\n<tr>\n<th class="sum" scope="row" [^>]+>Total<\/th>\n<td [^>]+>€40\.00<\/td>/,
      /<a [^>]*href="https:\/\/pay\.example\/s\?id=1&amp;lang=en">Pay now<\/a>/,
      /<p [^>]+>By the way\.<\/p>/,
    ]) {
      expect(html).toMatch(part);
    }
  });

  it('says the same in plain text, with aligned amounts and the link on a line of its own', () => {
    expect(renderEmail(content, reference).text).toBe(
      [
        'A subject',
        'First things first.',
        'Second things second.',
        'To pay: €40.00',
        '- 2 × Desk\n- 1 × Lamp',
        [
          'Item                          Amount',
          '------------------------------------',
          '2 × Desk                      €30.00',
          '1 × Lamp                      €10.00',
          '------------------------------------',
          'Total                         €40.00',
        ].join('\n'),
        'Pay now:\nhttps://pay.example/s?id=1&lang=en',
        'By the way.',
        `Order: ${reference.orderId}`,
      ].join('\n\n'),
    );
  });

  it('names the order, and not the correlation id, which any client may choose', () => {
    const { html, text } = renderEmail(content, reference);
    expect(html).toContain(`Order: ${reference.orderId}`);
    for (const form of [html, text]) expect(form).not.toContain(reference.correlationId);
  });

  it('names no order if it is about none', () => {
    const { html, text } = renderEmail(content, { correlationId: 'request-1' });
    for (const form of [html, text]) expect(form).not.toContain('Order:');
  });

  it('has neither a list nor a button when there is nothing to list or to do', () => {
    const { html, text } = renderEmail({ subject: 'S', paragraphs: ['P'], sms: 'S' }, reference);
    expect(html).not.toMatch(/<ul|<li|<a |<th|class="highlight"/);
    expect(text).toBe(`S\n\nP\n\nOrder: ${reference.orderId}`);
  });

  it('aligns amounts beside names of any script, and puts a long name on a line of its own', () => {
    const names = [
      '抹茶ラテ',
      'قهوة',
      '👩\u200D🍳',
      'Caf\u0065\u0301',
      'A very long name that no column has the space for',
    ];
    const rows = names.map((name) => [`1 × \u2068${name}\u2069`, '€1.00']);
    const table = { columns: ['Item', 'Amount'], rows };
    const { text } = renderEmail({ subject: 'S', paragraphs: [], table, sms: 'S' }, reference);
    expect(text.split('\n\n')[1]).toBe(
      [
        'Item                          Amount',
        '------------------------------------',
        '1 × \u2068抹茶ラテ\u2069                   €1.00',
        '1 × \u2068قهوة\u2069                       €1.00',
        '1 × \u2068👩\u200D🍳\u2069                         €1.00',
        '1 × \u2068Caf\u0065\u0301\u2069                       €1.00',
        '1 × \u2068A very long name that no column has the space for\u2069',
        '                               €1.00',
      ].join('\n'),
    );
  });

  it("links to the order's page if there is nothing else to do and the stage has such a page", () => {
    const calm = { subject: 'S', paragraphs: ['P'], sms: 'S' };
    const page = `https://shop.example/orders/${reference.orderId}`;
    const linksOf = (mail: Content, url?: string, about: Reference = reference) => {
      const { html, text } = renderEmail(mail, about, url);
      expect(text.includes('https://shop.example')).toBe(html.includes('https://shop.example'));
      return [...html.matchAll(/<a [^>]*href="([^"]+)">([^<]+)<\/a>/g)].map(([, href, label]) => [
        label,
        href,
      ]);
    };
    const shop = 'https://shop.example/orders/';
    expect(linksOf(calm, shop)).toEqual([['View your order', page]]);
    expect(linksOf({ ...calm, pageLabel: 'Try again' }, shop)).toEqual([['Try again', page]]);
    expect(linksOf(content, shop)).toEqual([['Pay now', 'https://pay.example/s?id=1&amp;lang=en']]);
    expect(linksOf(calm)).toEqual([]);
    // Without a front door (the local server in front of the emulator), the local stage knows only the end of the
    // page's address, so the mail has no link.
    expect(linksOf(calm, '/orders/')).toEqual([]);
    expect(linksOf(calm, shop, { correlationId: 'request-1' })).toEqual([]);
  });

  it('escapes all text that people typed', () => {
    const evil = `<img src=x onerror="alert('&')">`;
    const url = `https://pay.example/"><script>alert(1)</script>`;
    const { html } = renderEmail(
      { ...allOf(evil), action: { label: evil, url } },
      { orderId: evil, correlationId: evil },
    );
    expect(html).not.toMatch(/<img|<script|onerror="/);
    expect(html.split(`&lt;img src=x onerror=&quot;alert('&amp;')&quot;>`)).toHaveLength(18);
  });

  it('has the same markup whatever people typed', () => {
    const typed = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('<', '>', '"', "'", '&', '</p>', '"><a href="', '&lt;'),
    );
    const marksOf = (words: string): string => {
      const action = { label: words, url: `https://pay.example/${words}` };
      const { html } = renderEmail({ ...allOf(words), action }, { orderId: words, correlationId: words });
      return html.replaceAll(/[^<"]/g, '');
    };
    fc.assert(fc.property(typed, (words) => expect(marksOf(words)).toBe(marksOf('words'))));
  });

  it('has no line that mail servers would break', () => {
    const long = 'x'.repeat(900);
    const { html } = renderEmail({ ...content, paragraphs: Array(10).fill(long) }, reference);
    expect(html.split('\n').filter((line) => Buffer.byteLength(line) > 998)).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,<b>', 'ftp://pay.example', 'mailto:a@b.example'])(
    'makes no link of %s',
    (url) => {
      const { html, text } = renderEmail({ ...content, action: { label: 'Pay now', url } }, reference);
      expect(html).not.toContain('<a ');
      expect(text).not.toContain(url);
    },
  );
});

describe('a text message', () => {
  it('is the short text, and the link when there is something to do', () => {
    expect(renderSms({ subject: 'S', paragraphs: [], sms: 'In short.' })).toBe('In short.');
    expect(renderSms(content)).toBe('In short. https://pay.example/s?id=1&lang=en');
  });

  it('has no link that is no web address', () => {
    expect(renderSms({ ...content, action: { label: 'Pay', url: 'javascript:alert(1)' } })).toBe('In short.');
  });
});

describe('escaping', () => {
  it('replaces each character that starts a tag, an entity or the end of an attribute, and no other', () => {
    const { html } = renderEmail({ ...content, paragraphs: [`a & b < c > d "e" 'f' – é`] }, reference);
    expect(html).toContain(`>a &amp; b &lt; c > d &quot;e&quot; 'f' – é</p>`);
  });
});
