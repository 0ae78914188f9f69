import type { UnitMutant } from './unit-mutant.ts';

const mailTests = 'test/unit/functions/notifications/adapters/render-email.test.ts';
const pageTests = 'test/unit/functions/simulators/payment-gateway/payment-page.test.ts';

/** Bugs in how mails and the payment page show what people typed. */
export const htmlMutants: readonly UnitMutant[] = [
  {
    name: 'mail-shows-markup',
    layer: 'adapter',
    bug: 'A paragraph of a mail is inserted as HTML, so that a note can hold a tag.',
    file: 'functions/notifications/adapters/render-email.tsx',
    find: '<p>{paragraph}</p>',
    replace: '<p dangerouslySetInnerHTML={{ __html: paragraph }} />',
    test: mailTests,
  },
  {
    name: 'any-url-is-a-link',
    layer: 'domain',
    bug: 'Every URL becomes a link, javascript: included.',
    file: 'functions/notifications/domain/content.ts',
    find: 'action !== undefined && /^https?:\\/\\//i.test(action.url) ? action : undefined',
    replace: 'action',
    test: mailTests,
  },
  {
    name: 'mail-is-one-line',
    layer: 'adapter',
    bug: 'The HTML of a mail is one line, which mail servers break wherever they like.',
    file: 'functions/notifications/adapters/render-email.tsx',
    find: "markup.replaceAll('><', '>\\n<')",
    replace: 'markup',
    test: mailTests,
  },
  {
    name: 'page-shows-markup',
    layer: 'shell',
    bug: 'The payment page inserts the id of the order as HTML.',
    file: 'functions/simulators/payment-gateway/payment-page.tsx',
    find: '<Row term="Order">{session.orderId}</Row>',
    replace: '<Row term="Order"><b dangerouslySetInnerHTML={{ __html: session.orderId }} /></Row>',
    test: pageTests,
  },
  {
    name: 'page-takes-any-style',
    layer: 'shell',
    bug: 'The policy of the payment page allows every inline style.',
    file: 'functions/simulators/payment-gateway/payment-page.tsx',
    find: "style-src 'sha256-${styleHash}'",
    replace: "style-src 'unsafe-inline'",
    test: pageTests,
  },
];
