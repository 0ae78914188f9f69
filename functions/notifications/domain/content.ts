/** What a message says, as plain text: nothing in it is markup, whoever wrote it. */
export interface Content {
  /** The subject, and the heading of the message. */
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A list, e.g. of what was ordered. */
  readonly lines?: readonly string[];
  /** What the customer can do now. */
  readonly action?: { readonly label: string; readonly url: string };
  /** The same in a text message: one or two short sentences. */
  readonly sms: string;
}

/** A message as it is sent. */
export interface RenderedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The ids at the foot of a message: what to name when one asks about it. */
export interface Reference {
  readonly orderId: string;
  readonly correlationId: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe in HTML, also inside a quoted attribute: names and notes are whatever people typed. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => entities[c] ?? c);

/** Only web addresses become links: `javascript:` and the like are URLs too. */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

const page = 'margin:0;padding:24px;background:#f4f1ea;font:16px/1.5 system-ui,sans-serif;color:#2b2b2b';
const card = 'max-width:560px;margin:0 auto;padding:32px;background:#fff;border-radius:12px';
const button =
  'display:inline-block;padding:12px 24px;border-radius:8px;background:#1f6f50;color:#fff;text-decoration:none';
const foot = 'margin-top:32px;font-size:12px;color:#777';

/** A content as an e-mail in HTML and in plain text. Everything is escaped here, and nowhere else. */
export const renderEmail = (content: Content, { orderId, correlationId }: Reference): RenderedEmail => {
  const { subject, paragraphs, lines = [] } = content;
  const action =
    content.action !== undefined && isWebAddress(content.action.url) ? content.action : undefined;

  const html = [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="${page}"><div style="${card}">`,
    `<h1 style="margin-top:0;font-size:22px">${escapeHtml(subject)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(lines.length === 0
      ? []
      : [`<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`]),
    ...(action === undefined
      ? []
      : [`<p><a style="${button}" href="${escapeHtml(action.url)}">${escapeHtml(action.label)}</a></p>`]),
    `<p style="${foot}">Order: ${escapeHtml(orderId)}<br>Reference: ${escapeHtml(correlationId)}</p>`,
    '</div></body></html>',
  ].join('\n');

  const text = [
    subject,
    ...paragraphs,
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')]),
    ...(action === undefined ? [] : [`${action.label}: ${action.url}`]),
    `Order: ${orderId}\nReference: ${correlationId}`,
  ].join('\n\n');

  return { subject, html, text };
};

/** A content as a text message: its short text and, where there is something to do, the link. */
export const renderSms = ({ sms, action }: Content): string =>
  action !== undefined && isWebAddress(action.url) ? `${sms} ${action.url}` : sms;

let instantFormat: Intl.DateTimeFormat | undefined;

/** Made when it is first needed: it takes milliseconds, which a cold start would wait for. */
const formatOfInstants = (): Intl.DateTimeFormat => {
  instantFormat ??= new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return instantFormat;
};

/** An instant for people: `1 March 2026 at 09:30 UTC`. */
export const formatInstant = (instant: string): string =>
  `${formatOfInstants().format(Date.parse(instant))} UTC`;
