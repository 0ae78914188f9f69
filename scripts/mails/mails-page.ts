import { h, type ComponentChild } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { SentMail } from './sent-mails.ts';

/**
 * With this policy, the page can load and run nothing. The mails are in frames. They cannot load or run anything
 * either, because a frame has the policy of its page.
 */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 92rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; }
details { border-top: 1px solid light-dark(#d8d2c8, #3b362d); }
summary { padding: .75rem 0; cursor: pointer; }
summary span { color: light-dark(#655e53, #b8afa1); font-size: .875rem; }
.forms { display: flex; flex-wrap: wrap; align-items: start; gap: 1rem; padding: 0 0 1.5rem; }
h2 { margin: 0 0 .5rem; font-size: .875rem; }
iframe { border: 1px solid light-dark(#d8d2c8, #3b362d); height: 40rem; max-width: 100%; resize: both; }
pre { margin: 0; padding: 1rem; border: 1px solid light-dark(#d8d2c8, #3b362d); overflow-x: auto; max-width: 38rem;
  white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.5 ui-monospace, Menlo, monospace; }`;

/**
 * The HTML of a mail in a frame, as mail programs show it: no scripts and no forms. A link in the mail opens a new tab,
 * because the payment page allows no frames.
 */
const frame = (html: string, title: string, width: number): ComponentChild =>
  h('iframe', {
    title,
    width,
    sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    srcdoc: html.replace('<head>', '<head><base target="_blank" />'),
  });

const form = (name: string, content: ComponentChild): ComponentChild =>
  h('div', {}, h('h2', {}, name), content);

const mail = (
  { To, Source, Subject, BodyHtml, BodyText, Timestamp }: SentMail,
  index: number,
): ComponentChild => {
  const about = `from ${Source} to ${To.join(', ')}, ${new Date(Timestamp * 1000).toISOString()}`;
  return h(
    'details',
    { open: index === 0 },
    h('summary', {}, h('strong', {}, Subject), ' ', h('span', {}, about)),
    h(
      'div',
      { class: 'forms' },
      BodyHtml ? form('HTML', frame(BodyHtml, `${Subject}, as HTML`, 600)) : undefined,
      BodyHtml ? form('On a phone', frame(BodyHtml, `${Subject}, on a phone`, 375)) : undefined,
      BodyText ? form('Text', h('pre', {}, BodyText)) : undefined,
    ),
  );
};

/** A page that shows each mail as HTML, as HTML on a phone, and as text. The first mail is open. */
export const mailsPage = (mails: readonly SentMail[]): string =>
  `<!doctype html>\n${renderToString(
    h(
      'html',
      { lang: 'en' },
      h(
        'head',
        {},
        h('meta', { charset: 'utf-8' }),
        h('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
        h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        h('title', {}, 'Sent mails'),
        h('style', {}, STYLE),
      ),
      h(
        'body',
        {},
        h(
          'main',
          {},
          h('h1', {}, 'Sent mails'),
          mails.length === 0
            ? h('p', {}, 'No mail was sent yet. Mails go to customers with a verified address.')
            : mails.map(mail),
        ),
      ),
    ),
  )}\n`;
