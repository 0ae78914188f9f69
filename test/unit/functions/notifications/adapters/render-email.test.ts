import { describe, expect, it } from '@jest/globals';
import {
  escapeHtml,
  formatInstant,
  renderEmail,
  renderSms,
  type Content,
} from '../../../../../functions/notifications/domain/content.ts';

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
    const { subject, html } = renderEmail(content, reference);
    expect(subject).toBe('A subject');
    for (const part of [
      '<h1 style="margin-top:0;font-size:22px">A subject</h1>',
      '<p>First things first.</p>',
      '<p>Second things second.</p>',
      '<ul><li>2 × Desk</li><li>1 × Lamp</li></ul>',
      'href="https://pay.example/s?id=1&amp;lang=en">Pay now</a>',
    ]) {
      expect(html).toContain(part);
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
        `Order: ${reference.orderId}\nReference: request-1`,
      ].join('\n\n'),
    );
  });

  it('names the order and the request that it follows from', () => {
    const { html } = renderEmail(content, reference);
    expect(html).toContain(`Order: ${reference.orderId}<br>Reference: request-1`);
  });

  it('has neither a list nor a button when there is nothing to list or to do', () => {
    const { html, text } = renderEmail({ subject: 'S', paragraphs: ['P'], sms: 'S' }, reference);
    expect(html).not.toMatch(/<ul|<li|<a /);
    expect(text).toBe(`S\n\nP\n\nOrder: ${reference.orderId}\nReference: request-1`);
  });

  it('lets nothing that people typed become markup, wherever it stands', () => {
    const evil = `<img src=x onerror="alert('&')">`;
    const url = `https://pay.example/"><script>alert(1)</script>`;
    const { html } = renderEmail(
      { subject: evil, paragraphs: [evil], lines: [evil], action: { label: evil, url }, sms: evil },
      { orderId: evil, correlationId: evil },
    );
    expect(html).not.toMatch(/<img|<script|onerror="/);
    expect(html.split('&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;')).toHaveLength(8);
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
  it('replaces each character that means something in HTML, and no other', () => {
    expect(escapeHtml(`a & b < c > d "e" 'f' – é`)).toBe(
      'a &amp; b &lt; c &gt; d &quot;e&quot; &#39;f&#39; – é',
    );
  });
});

describe('an instant', () => {
  it('is told in UTC, whatever the zone of the machine', () => {
    expect(formatInstant('2026-03-01T09:30:00.000Z')).toBe('1 March 2026 at 09:30 UTC');
  });
});
