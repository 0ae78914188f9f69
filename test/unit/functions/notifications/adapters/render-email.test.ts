import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { renderEmail } from '../../../../../functions/notifications/adapters/render-email.tsx';
import { renderSms } from '../../../../../functions/notifications/adapters/sns-texter.ts';
import type { Content } from '../../../../../functions/notifications/domain/notification.ts';

const reference = { orderId: '0195a5a5-0000-7000-8000-000000000001', correlationId: 'request-1' };

const content: Content = {
  subject: 'A subject',
  paragraphs: ['First things first.', 'Second things second.'],
  lines: ['2 × Desk', '1 × Lamp'],
  action: { label: 'Pay now', url: 'https://pay.example/s?id=1&lang=en' },
  sms: 'In short.',
};

describe('an e-mail', () => {
  it('says in HTML all that its content says', () => {
    const { html } = renderEmail(content, reference);
    for (const part of [
      /^<!doctype html>\n<html lang="en">/,
      /<title>A subject<\/title>/,
      /<h1 style="[^"]+">A subject<\/h1>/,
      /<p>First things first\.<\/p>/,
      /<p>Second things second\.<\/p>/,
      /<ul style="[^"]+">\n<li>2 × Desk<\/li>\n<li>1 × Lamp<\/li>\n<\/ul>/,
      /<a [^>]*href="https:\/\/pay\.example\/s\?id=1&amp;lang=en">Pay now<\/a>/,
    ]) {
      expect(html).toMatch(part);
    }
  });

  it('says the same in plain text, with the link as it is', () => {
    expect(renderEmail(content, reference).text).toBe(
      [
        'A subject',
        'First things first.',
        'Second things second.',
        '- 2 × Desk\n- 1 × Lamp',
        'Pay now: https://pay.example/s?id=1&lang=en',
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
    expect(html).not.toMatch(/<ul|<li|<a /);
    expect(text).toBe(`S\n\nP\n\nOrder: ${reference.orderId}`);
  });

  it('escapes all text that people typed', () => {
    const evil = `<img src=x onerror="alert('&')">`;
    const url = `https://pay.example/"><script>alert(1)</script>`;
    const { html } = renderEmail(
      { subject: evil, paragraphs: [evil], lines: [evil], action: { label: evil, url }, sms: evil },
      { orderId: evil, correlationId: evil },
    );
    expect(html).not.toMatch(/<img|<script|onerror="/);
    expect(html.split(`&lt;img src=x onerror=&quot;alert('&amp;')&quot;>`)).toHaveLength(7);
  });

  it('has the same markup whatever people typed', () => {
    const typed = fc.oneof(
      fc.string(),
      fc.constantFrom('<', '>', '"', "'", '&', '</p>', '"><a href="', '&lt;'),
    );
    const marksOf = (words: string): string => {
      const action = { label: words, url: `https://pay.example/${words}` };
      const { html } = renderEmail(
        { subject: words, paragraphs: [words], lines: [words], action, sms: words },
        { orderId: words, correlationId: words },
      );
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
    expect(html).toContain(`<p>a &amp; b &lt; c > d &quot;e&quot; 'f' – é</p>`);
  });
});
