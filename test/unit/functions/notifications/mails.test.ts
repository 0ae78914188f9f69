import { describe, expect, it } from '@jest/globals';
import { renderEmail } from '../../../../functions/notifications/adapters/render-email.tsx';
import { previewOf, type Content } from '../../../../functions/notifications/domain/notification.ts';
import { messages, type NotifiedEvent } from '../../../../functions/notifications/messages.ts';
import type { EventData } from '../../../../shared/events/catalog.ts';
import { exampleOf } from '../../../../shared/events/examples/examples.ts';
import { pickupCode } from '../../../../shared/kernel/pickup-code.ts';
import { alice, byMail, verificationShop } from '../../../support/verification.ts';

const types = Object.keys(messages) as NotifiedEvent[];
const shop = 'https://shop.example/orders/';

const contentOf = <Type extends NotifiedEvent>(type: Type): Content =>
  messages[type].content(exampleOf(type).data as EventData<Type>);

/** A mail, as HTML, as text, and as what a reader of the HTML sees. */
const mailOf = (content: Content, orderId?: string) => {
  const reference = { correlationId: 'request-1', ...(orderId === undefined ? {} : { orderId }) };
  const { html, text } = renderEmail(content, reference, shop);
  const [, body = ''] = /<div role="article"[^>]*>([^]*)<\/body>/.exec(html) ?? [];
  const seen = body
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { content, html, text, seen };
};

const orderIdOf = (type: NotifiedEvent): string => (exampleOf(type).data as { orderId: string }).orderId;
const mailAbout = (type: NotifiedEvent) => mailOf(contentOf(type), orderIdOf(type));

const mails = new Map<string, ReturnType<typeof mailOf>>(types.map((type) => [type, mailAbout(type)]));
const verification = verificationShop();
await verification.set(alice, byMail);
await verification.send('email');
for (const { content } of verification.mailer.sent) mails.set('the code', mailOf(content));

/** The words and numbers of a text, without the characters that only serve its layout. */
const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll(/https?:\S+/g, '')
    .split(/[^\p{L}\p{N}€.,-]+/u)
    .map((word) => word.replaceAll(/^[-.,]+|[-.,]+$/g, ''))
    .filter((word) => word !== '');

describe.each([...mails.keys()])('the mail of %s', (name) => {
  const { content, html, text, seen } = mails.get(name) ?? mailAbout('OrderCompleted');

  it('says the same in HTML and in text', () => {
    const shopName = wordsOf(seen).slice(1);
    expect([...new Set(wordsOf(text))].toSorted()).toEqual([...new Set(shopName)].toSorted());
  });

  it('has a preview that is no repetition of the subject, before everything else and not seen in the mail', () => {
    const preview = previewOf(content);
    expect(preview).not.toBe(content.subject);
    expect(preview.length).toBeGreaterThan(30);
    expect(preview.length).toBeLessThanOrEqual(120);
    expect(html).toMatch(/<body [^>]+>\n<div style="display:none;[^"]+">\n<span>[^<]+<\/span>/);
  });

  it('says its language, direction and name inside the body, too, because some programs keep only that', () => {
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toMatch(
      new RegExp(`<div role="article" [^>]*aria-label="${content.subject}" lang="en" dir="ltr">`),
    );
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  it('has at most one button, whose link the text has on a line of its own', () => {
    const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, url = '']) =>
      url.replaceAll('&amp;', '&'),
    );
    expect(links).toHaveLength(name === 'the code' ? 0 : 1);
    for (const link of links) expect(text.split('\n')).toContain(link);
  });

  it('needs nothing from elsewhere, and runs nothing', () => {
    expect(html).not.toMatch(/<(?:img|script|link|iframe|form|svg|video|object)\b/i);
    expect(html).not.toMatch(/url\(|@import|@font-face|\son\w+=|javascript:/i);
  });

  it('has tables whose cells screen readers can name, and layout that they skip', () => {
    const tables = html.match(/<table[^>]*>/g) ?? [];
    const data = tables.filter((table) => !table.includes('role="presentation"'));
    expect(data).toHaveLength(content.table === undefined ? 0 : 1);
    expect(html.match(/scope="col"/g) ?? []).toHaveLength(content.table?.columns.length ?? 0);
    const rows = (content.table?.rows.length ?? 0) + (content.table?.foot === undefined ? 0 : 1);
    expect(html.match(/scope="row"/g) ?? []).toHaveLength(rows);
  });

  it('is small', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(10_000);
  });
});

describe('a mail in the dark', () => {
  const { html } = mailAbout('OrderPaid');
  const colours = (style: string) => [...style.matchAll(/#[0-9a-f]{6}/g)].map(([colour]) => colour);

  it('is announced, so that programs do not invert its colours', () => {
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain('<meta name="supported-color-schemes" content="light dark"/>');
    expect(html).toContain(':root{color-scheme:light dark;supported-color-schemes:light dark}');
  });

  it('has other colours, also in Outlook.com, and each of them replaces the inline one', () => {
    const [, dark = ''] = /@media \(prefers-color-scheme:dark\)\{\n([^]*?)\n\}\n/.exec(html) ?? [];
    const [, outlook = ''] = /\n\}\n(\[data-ogsc\][^]*)<\/style>/.exec(html) ?? [];
    expect(colours(outlook)).toEqual(colours(dark));
    for (const rule of dark.split('\n')) expect(rule).toMatch(/^\.[a-z]+\{(?:[^;}]+ !important;?)+\}$/);
    const changed = [...dark.matchAll(/^\.([a-z]+)/gm)].map(([, name = '']) => name);
    for (const [, name, style = ''] of html.matchAll(/class="([^"]+)"[^>]*? style="([^"]+)"/g)) {
      if (colours(style).length > 0) expect(changed).toContain(name);
    }
    // Each coloured element needs a class. Without a class, it would keep its light colours in the dark design.
    for (const [tag] of html.matchAll(/<[a-z0-9]+ [^>]*#[0-9a-f]{6}[^>]*>/g)) expect(tag).toContain('class=');
  });

  it('and in the light has a contrast of at least 4.5 : 1', () => {
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pairs = [
      ['#1d1a16', '#faf7f2'],
      ['#1d1a16', '#ffffff'],
      ['#655e53', '#faf7f2'],
      ['#655e53', '#ffffff'],
      ['#14472f', '#e3efe8'],
      ['#ffffff', '#1d5a45'],
      ['#f4efe7', '#14120e'],
      ['#f4efe7', '#1f1c17'],
      ['#b8afa1', '#14120e'],
      ['#b8afa1', '#1f1c17'],
      ['#c0ecd6', '#1a3529'],
      ['#06271a', '#8fd6b5'],
    ] as const;
    const used = new Set(colours(html));
    for (const [ink, ground] of pairs) {
      expect([...used]).toEqual(expect.arrayContaining([ink, ground]));
      const [dark = 0, bright = 0] = [luminance(ink), luminance(ground)].toSorted((a, b) => a - b);
      expect([ink, ground, (bright + 0.05) / (dark + 0.05) >= 4.5]).toEqual([ink, ground, true]);
    }
  });
});

describe('what the customer needs most', () => {
  it('is the pickup code when the order is paid, and again when it is ready', () => {
    for (const type of ['OrderPaid', 'FulfilmentReady'] as const) {
      const code = pickupCode(orderIdOf(type));
      expect(contentOf(type).highlight).toEqual({ label: 'Pickup code', value: code });
      for (const form of [mailAbout(type).seen, mailAbout(type).text]) expect(form).toContain(code);
    }
    expect(previewOf(contentOf('FulfilmentReady'))).toContain(pickupCode(orderIdOf('FulfilmentReady')));
  });

  it('is the lines and their sum, in the mails that have prices', () => {
    for (const type of ['OrderCreated', 'OrderPaid'] as const) {
      const { table } = contentOf(type);
      expect(table?.rows).toEqual([['2 × \u2068Cardamom bun\u2069', '€7.00']]);
      expect(table?.foot?.[1]).toBe('€7.00');
    }
  });

  it('is shown first where an inbox shows the beginning: the amount and the time to pay by', () => {
    expect(previewOf(contentOf('PaymentLinkCreated'))).toBe('Please pay €7.00 by 1 March 2026 at 09:30 UTC.');
  });
});

describe('the largest mail', () => {
  it('is below the size at which Gmail cuts mails, 102 KB', () => {
    const item = { productId: 'x', name: '"'.repeat(200), quantity: 1000, unitAmount: 99_999_999 };
    const items = Array.from({ length: 20 }, () => item);
    const data = { ...(exampleOf('OrderPaid').data as EventData<'OrderPaid'>), items };
    const { html, text } = renderEmail(messages.OrderPaid.content(data), { correlationId: 'r' }, shop);
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
    expect(Buffer.byteLength(text)).toBeLessThan(20_000);
  });
});
