import type { UnitMutant } from './unit-mutant.ts';

const mailTests = 'test/unit/functions/notifications/adapters/render-email.test.ts';
const eachMailTests = 'test/unit/functions/notifications/mails.test.ts';
const pageTests = 'test/unit/simulators/payment-gateway/payment-page.test.ts';

/** Bugs in the HTML of emails and of the payment page, most of them in how it shows user input. */
export const htmlMutants: readonly UnitMutant[] = [
  {
    name: 'mail-shows-markup',
    layer: 'adapter',
    bug: 'Text is inserted into an email as HTML, so a customer’s note can contain tags.',
    file: 'functions/notifications/adapters/render-email.tsx',
    find: '<p style={look.paragraph}>\n          <Text of={paragraph} />\n        </p>',
    replace: '<p style={look.paragraph} dangerouslySetInnerHTML={{ __html: paragraph }} />',
    test: mailTests,
  },
  {
    name: 'any-url-is-a-link',
    layer: 'domain',
    bug: 'Every URL in an email becomes a link, even javascript: URLs.',
    file: 'functions/notifications/domain/notification.ts',
    find: 'action !== undefined && /^https?:\\/\\//i.test(action.url) ? action : undefined',
    replace: 'action',
    test: mailTests,
  },
  {
    name: 'mail-is-one-line',
    layer: 'adapter',
    bug: 'The HTML of an email is one line, so mail servers break it anywhere.',
    file: 'functions/notifications/adapters/render-email.tsx',
    find: "markup.replaceAll(/(?<!bdi)><(?!\\/?bdi>)/g, '>\\n<')",
    replace: 'markup',
    test: mailTests,
  },
  {
    name: 'mail-dark-on-dark',
    layer: 'adapter',
    bug: 'In dark mode, the text of a mail keeps its dark colour.',
    file: 'functions/notifications/adapters/mail-style.ts',
    find: "  ink: 'color:#f4efe7',\n",
    replace: '',
    test: eachMailTests,
  },
  {
    name: 'mail-text-without-link',
    layer: 'adapter',
    bug: 'The text of a mail does not have its link.',
    file: 'functions/notifications/adapters/mail-text.ts',
    find: '${link.label}:\\n${link.url}',
    replace: '${link.label}',
    test: eachMailTests,
  },
  {
    name: 'mail-amounts-without-names',
    layer: 'adapter',
    bug: 'A screen reader does not say which item an amount in a mail belongs to.',
    file: 'functions/notifications/adapters/render-email.tsx',
    find: ' scope="row"',
    replace: '',
    test: eachMailTests,
  },
  {
    name: 'page-shows-markup',
    layer: 'shell',
    bug: 'The payment page inserts the order id as HTML.',
    file: 'simulators/payment-gateway/page/payment-page.tsx',
    find: '<bdi>{session.orderId}</bdi>',
    replace: '<bdi dangerouslySetInnerHTML={{ __html: session.orderId }} />',
    test: pageTests,
  },
  {
    name: 'page-takes-any-style',
    layer: 'shell',
    bug: 'The payment page allows every inline style in its Content-Security-Policy.',
    file: 'simulators/page.tsx',
    find: "style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'",
    replace: "style-src 'unsafe-inline'",
    test: pageTests,
  },
];
