import { renderToString } from 'preact-render-to-string';
import { linkOf, type Content, type Reference } from '../domain/notification.ts';

/** An e-mail's body as HTML and as plain text. */
export interface RenderedEmail {
  readonly html: string;
  readonly text: string;
}

/** Inline styles, because some mail programs ignore style sheets. */
const look = {
  page: 'margin:0;padding:24px 16px;background:#f4f1ea;color:#2b2b2b;font:16px/1.5 system-ui,sans-serif',
  card: 'max-width:560px;margin:0 auto;padding:32px;border-radius:12px;background:#ffffff',
  heading: 'margin:0 0 16px;font-size:22px;line-height:1.3',
  list: 'margin:16px 0;padding-left:24px',
  action: 'margin:24px 0',
  button:
    'display:inline-block;padding:12px 24px;border-radius:8px;background:#1f6f50;color:#ffffff;font-weight:600;text-decoration:none',
  foot: 'margin:32px 0 0;padding-top:16px;border-top:1px solid #e4ded2;color:#68625a;font-size:13px;overflow-wrap:anywhere',
};

/** Dark colours, for mail programs that support style sheets. */
const dark = `@media (prefers-color-scheme: dark) {
.page { background: #16191a !important; color: #ece9e2 !important }
.card { background: #222728 !important }
.button { background: #7fd1ae !important; color: #0d2419 !important }
.foot { border-color: #3b4243 !important; color: #a9b0ad !important }
}`;

/** Text in which each isolate is an element, because mail programs may ignore the isolates of UAX #9 in HTML. */
const Text = ({ of }: { readonly of: string }) => (
  <>
    {of.split(/\u2068([^\u2069]*)\u2069/).map((part, index) => (index % 2 === 1 ? <bdi>{part}</bdi> : part))}
  </>
);

const Email = ({ content, reference }: { readonly content: Content; readonly reference: Reference }) => {
  const { subject, paragraphs, lines = [] } = content;
  const link = linkOf(content);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
        <style>{dark}</style>
      </head>
      <body class="page" style={look.page}>
        <div class="card" style={look.card}>
          <h1 style={look.heading}>{subject}</h1>
          {paragraphs.map((paragraph) => (
            <p>
              <Text of={paragraph} />
            </p>
          ))}
          {lines.length > 0 && (
            <ul style={look.list}>
              {lines.map((line) => (
                <li>
                  <Text of={line} />
                </li>
              ))}
            </ul>
          )}
          {link !== undefined && (
            <p style={look.action}>
              <a class="button" style={look.button} href={link.url}>
                {link.label}
              </a>
            </p>
          )}
          {reference.orderId !== undefined && (
            <p class="foot" style={look.foot}>
              Order: {reference.orderId}
            </p>
          )}
        </div>
      </body>
    </html>
  );
};

const textOf = (content: Content, { orderId }: Reference): string => {
  const { subject, paragraphs, lines = [] } = content;
  const link = linkOf(content);
  return [
    subject,
    ...paragraphs,
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')]),
    ...(link === undefined ? [] : [`${link.label}: ${link.url}`]),
    ...(orderId === undefined ? [] : [`Order: ${orderId}`]),
  ].join('\n\n');
};

/** Renders an e-mail as HTML and as plain text. Preact escapes what people typed. */
export const renderEmail = (content: Content, reference: Reference): RenderedEmail => {
  const markup = renderToString(<Email content={content} reference={reference} />);
  // Each element except `bdi` gets its own line, because a line of a mail has at most 998 octets (RFC 5322, section 2.1.1).
  const html = `<!doctype html>\n${markup.replaceAll(/><(?!\/?bdi>)/g, '>\n<')}\n`;
  return { html, text: textOf(content, reference) };
};
