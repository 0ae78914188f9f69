import { describe, expect, it } from '@jest/globals';
import { mailsPage } from '../../../../scripts/mails/mails-page.ts';

const mail = {
  To: ['alice@example.com'],
  Source: 'orders@orderly.example',
  Subject: 'Your order is ready',
  BodyHtml:
    '<!doctype html>\n<html><head><title>T</title></head><body><a href="https://x.example/">See</a></body></html>',
  BodyText: 'See:\nhttps://x.example/',
  Timestamp: 1_772_357_400,
};

describe('the page of sent mails', () => {
  it('shows each mail as HTML, on a phone, and as text, and opens the first one', () => {
    const page = mailsPage([mail, { ...mail, Subject: 'Enjoy your order!' }]);
    expect(page.match(/<details open>/g)).toHaveLength(1);
    expect(page).toMatch(/<details open>.*Your order is ready.*<details>.*Enjoy your order!/s);
    expect([...page.matchAll(/<iframe [^>]*width="(\d+)"/g)].map(([, width]) => width)).toEqual([
      '600',
      '375',
      '600',
      '375',
    ]);
    expect(page).toContain('<pre>See:\nhttps://x.example/</pre>');
    expect(page).toContain('from orders@orderly.example to alice@example.com, 2026-03-01T09:30:00.000Z');
  });

  it('runs and loads nothing, and its frames may only open links in new tabs', () => {
    const page = mailsPage([mail]);
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>`,
    );
    const sandboxes = [...page.matchAll(/<iframe [^>]*sandbox="([^"]*)"/g)].map(([, value]) => value);
    expect(sandboxes).toEqual(Array(2).fill('allow-popups allow-popups-to-escape-sandbox'));
    expect(page).toContain('&lt;head>&lt;base target=&quot;_blank&quot;');
  });

  it('shows what a mail contains as text outside of its frame', () => {
    const evil = '"></iframe><script>alert(1)</script>';
    const page = mailsPage([{ ...mail, To: [evil], Subject: evil, BodyHtml: evil, BodyText: evil }]);
    expect(page).not.toMatch(/<script/);
    expect(page.match(/<\/iframe>/g)).toHaveLength(2);
  });

  it('leaves out a form that a mail does not have, such as a password of the user pool', () => {
    const page = mailsPage([{ ...mail, BodyHtml: null }]);
    expect(page).not.toContain('<iframe');
    expect(page).toContain('<pre>');
  });

  it('says why there is none', () => {
    expect(mailsPage([])).toContain('verified address');
  });
});
