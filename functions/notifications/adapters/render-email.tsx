import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import {
  mailLinkOf,
  previewOf,
  type Action,
  type Content,
  type Highlight,
  type Reference,
  type Table,
} from '../domain/notification.ts';
import { look, SHEET } from './mail-style.ts';
import { mailText } from './mail-text.ts';

/** An e-mail's body as HTML and as plain text. */
export interface RenderedEmail {
  readonly html: string;
  readonly text: string;
}

/** The name of the shop, as its web pages show it. */
const SHOP = 'Orderly';

/**
 * Invisible characters that follow the preview. Without them, inboxes would show the beginning of the e-mail after the
 * preview.
 */
const FILLER = '\u200C\u00A0'.repeat(90);

/**
 * Renders each isolate (a part of a text with its own direction) as an element, because mail programs may ignore the
 * isolate characters of UAX #9 in HTML.
 */
const Text = ({ of }: { readonly of: string }) => (
  <>
    {of.split(/\u2068([^\u2069]*)\u2069/).map((part, index) => (index % 2 === 1 ? <bdi>{part}</bdi> : part))}
  </>
);

/** A table that is used only for layout, because some mail programs support no other way. */
const Layout = ({ style, class: name, children }: StyledProps) => (
  <table class={name} role="presentation" cellPadding="0" cellSpacing="0" style={style}>
    <tbody>{children}</tbody>
  </table>
);

interface StyledProps {
  readonly style: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A value that has more characters than this, such as a time, is shown in smaller letters. */
const LONG = 14;

const Highlighted = ({ of: { label, value } }: { readonly of: Highlight }) => (
  <div class="highlight" style={look.highlight}>
    <p style={look.label}>{label}</p>
    <p style={value.length > LONG ? look.longValue : look.value}>{value}</p>
  </div>
);

const List = ({ of }: { readonly of: readonly string[] }) => (
  <ul class="line" style={look.list}>
    {of.map((line) => (
      <li class="line" style={look.item}>
        <Text of={line} />
      </li>
    ))}
  </ul>
);

/** The first cell of a row is its heading, so screen readers say which item an amount belongs to. */
const Row = ({ of: [name = '', ...amounts], isFoot = false }: RowProps) => (
  <tr>
    <th class={isFoot ? 'sum' : 'line'} scope="row" style={isFoot ? look.total : look.name}>
      <Text of={name} />
    </th>
    {amounts.map((amount) => (
      <td class={isFoot ? 'sum' : 'line'} style={isFoot ? look.sum : look.amount}>
        {amount}
      </td>
    ))}
  </tr>
);

interface RowProps {
  readonly of: readonly string[];
  readonly isFoot?: boolean;
}

const Rows = ({ of: { columns, rows, foot } }: { readonly of: Table }) => (
  <table class="line" style={foot === undefined ? `${look.table};${look.openTable}` : look.table}>
    <thead>
      <tr>
        {columns.map((column, index) => (
          <th class="soft" scope="col" style={index === 0 ? look.column1 : look.columns}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Row of={row} />
      ))}
    </tbody>
    {foot !== undefined && (
      <tfoot>
        <Row of={foot} isFoot />
      </tfoot>
    )}
  </table>
);

const Button = ({ of: { label, url } }: { readonly of: Action }) => (
  <Layout class="action" style={look.action}>
    <tr>
      <td class="cell" style={look.cell}>
        <a class="button" style={look.button} href={url}>
          {label}
        </a>
      </td>
    </tr>
  </Layout>
);

const Card = ({ content, link }: { readonly content: Content; readonly link: Action | undefined }) => {
  const { subject, paragraphs, highlight, lines = [], table, remark } = content;
  return (
    <>
      <h1 class="ink" style={look.heading}>
        {subject}
      </h1>
      {paragraphs.map((paragraph) => (
        <p style={look.paragraph}>
          <Text of={paragraph} />
        </p>
      ))}
      {highlight !== undefined && <Highlighted of={highlight} />}
      {lines.length > 0 && <List of={lines} />}
      {table !== undefined && <Rows of={table} />}
      {link !== undefined && <Button of={link} />}
      {remark !== undefined && (
        <p class="soft" style={look.remark}>
          <Text of={remark} />
        </p>
      )}
    </>
  );
};

/** The frame around the content of the e-mail: the shop's name, and the order's id, which customers can quote. */
const Page = ({ orderId, children }: { readonly orderId?: string; readonly children: ComponentChildren }) => (
  <Layout class="page" style={look.full}>
    <tr>
      <td class="edge" align="center" style={look.edge}>
        <Layout style={look.column}>
          <tr>
            <td class="ink" style={look.brand}>
              <span class="mark" aria-hidden="true" style={look.mark} />
              {SHOP}
            </td>
          </tr>
          <tr>
            <td class="card" style={look.card}>
              {children}
            </td>
          </tr>
          {orderId !== undefined && (
            <tr>
              <td class="soft" style={look.foot}>
                Order: {orderId}
              </td>
            </tr>
          )}
        </Layout>
      </td>
    </tr>
  </Layout>
);

interface EmailProps {
  readonly content: Content;
  readonly reference: Reference;
  readonly link: Action | undefined;
}

/**
 * Mail programs in a browser remove `html` and `body`. So an element inside `body` also has the language, and has the
 * subject of the e-mail as its name.
 */
const Email = ({ content, reference, link }: EmailProps) => (
  <html lang="en" dir="ltr">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
      <meta name="x-apple-disable-message-reformatting" />
      <title>{content.subject}</title>
      <style>{SHEET}</style>
    </head>
    <body class="page" style={look.page}>
      <div style={look.preview}>
        <span>
          <Text of={previewOf(content)} />
        </span>
        <span aria-hidden="true">{FILLER}</span>
      </div>
      <div role="article" aria-roledescription="email" aria-label={content.subject} lang="en" dir="ltr">
        <Page {...(reference.orderId === undefined ? {} : { orderId: reference.orderId })}>
          <Card content={content} link={link} />
        </Page>
      </div>
    </body>
  </html>
);

/**
 * Renders an e-mail as HTML and as plain text. Preact escapes what people typed.
 * @param ordersUrl the address below which the shop shows orders, for a link to the order's page
 */
export const renderEmail = (content: Content, reference: Reference, ordersUrl?: string): RenderedEmail => {
  const link = mailLinkOf(content, reference, ordersUrl);
  const markup = renderToString(<Email content={content} reference={reference} link={link} />);
  // Each element except `bdi` gets its own line, because a line of a mail has at most 998 octets (RFC 5322, section
  // 2.1.1).
  const html = `<!doctype html>\n${markup.replaceAll(/(?<!bdi)><(?!\/?bdi>)/g, '>\n<')}\n`;
  return { html, text: mailText(content, reference, ordersUrl) };
};
