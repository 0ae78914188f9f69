import type { Route, RouteAuth } from '../../shared/http/route.ts';

const introduction = `Orderly takes orders over HTTP, reserves the stock, collects the payment, has the order prepared, and notifies the customer.

## From a product to a refund

Each step is an operation of this document. The role is the one that its token needs.

1. An administrator creates a product with \`putProduct\`, and gives it stock with \`adjustStock\`. The product can be ordered a moment later, usually within a second. Until then, orders of it get \`order.product-not-available\`.
2. A customer places an order with \`placeOrder\`. The response comes before the stock is reserved: the order is \`PENDING\`.
3. The customer repeats \`getOrder\` every second until the order is \`AWAITING_PAYMENT\` and has a \`paymentLink\`, or has ended (\`REJECTED\`: sold out). The link leads to the provider's payment page, for a browser. On the local stage, which \`npm start\` runs, the page also takes \`POST\` without a token, with \`Content-Type: application/json\` and the body \`{ "outcome": "succeed" }\` or \`{ "outcome": "decline" }\`.
4. The order becomes \`PAID\` when the provider has reported the payment. Staff then prepare it with \`startTicket\`, \`markTicketReady\` and \`completeTicket\`.
5. An administrator refunds all or some of the money with \`refundPayment\`. The refund is \`PENDING\` at first. Repeat \`getPayment\` to see what became of it.

## Rules for all operations

- **Tokens.** Send \`Authorization: Bearer <token>\`. On the local stage, \`npm run -s token -- --sub alice\` prints one, in the folder of the project; add \`--role staff\` or \`--role admin\` for these roles. On any other stage, \`npm run token -- --stage <name>\` signs you in with a browser. An administrator may do everything that staff may do.
- **Amounts** are whole numbers in minor units of their currency: 450 EUR are 4.50 euros.
- **Repetitions.** With an \`Idempotency-Key\`, a repeated request has no further effect. Changes of stock and refunds must have one. Orders should: without one, a repeated request places a second order. \`PUT\`, \`DELETE\`, \`cancelOrder\` and the steps of a ticket can be repeated without one.
- **Errors** are problem details (RFC 9457). Their \`code\` is stable. Each operation lists the codes that it may respond with.
- **Lists** have pages. Pass the \`nextCursor\` of a page as \`cursor\` to get the next one.
- **New fields** may be added to responses, new values to \`code\`. Ignore what you do not know.
- **Correlation.** The response header \`X-Correlation-Id\` is also in logs and events. You may send one of your own, with up to 64 letters, digits, \`.\`, \`_\`, \`:\` and \`-\`.`;

/**
 * What a reader needs to know before the first request. In this text, the name of an operation is a link that opens the
 * operation in Swagger UI.
 *
 * @param tagOf the tag of each operation, by the operation's name
 */
export const introductionTo = (tagOf: Readonly<Record<string, string>>): string =>
  introduction.replaceAll(/`(\w+)`/g, (text, name: string) =>
    tagOf[name] === undefined ? text : `[${text}](#/${tagOf[name]}/${name})`,
  );

export const licence = { name: 'Apache 2.0', identifier: 'Apache-2.0' };

/** What each service offers, in the order in which documents show the services. */
export const tags: Readonly<Record<string, string>> = {
  orders: 'Orders, and the erasure of customers.',
  payments: 'Payments and refunds.',
  inventory: 'Products, prices and stock.',
  fulfilment: 'Tickets of the kitchen: what to prepare, and how far it is.',
  notifications: 'Contact details of customers, and the messages that were sent to them.',
  insights: 'For staff: orders of all customers, the timeline of an order, and the figures of a day.',
  partners: 'Keys with which tills and marketplaces sign requests.',
  privacy: 'Exports of personal data.',
  ops: 'Health, queues, alarms and dead letters.',
};

/**
 * Who may call a route. The description of the route contains this text, because pages that show the document do not
 * show the roles of bearer tokens.
 */
export const callersOf = ({ auth, signed = false }: Pick<Route, 'auth' | 'signed'>): string =>
  `${callers[auth]}${signed ? ' Partners may sign the request instead.' : ''}`;

const callers: Readonly<Record<RouteAuth, string>> = {
  public: 'This needs no token.',
  customer: 'Everyone with a token may call this.',
  staff: 'The token needs the role `staff` or `admin`.',
  admin: 'The token needs the role `admin`.',
  'secret-key': 'The caller needs a secret key.',
};

/** How callers prove who they are. */
export const token = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A token of the identity provider of the stage. On the local stage, `npm run -s token -- --sub alice` prints one; add `--role staff` or `--role admin` for these roles. Each operation names the role that the token needs: everyone with a token is a `customer`, and an `admin` may do everything that `staff` may do.',
};

/** How partners prove who they are (RFC 9421). OpenAPI has no type for signatures. */
export const signature = {
  type: 'apiKey',
  in: 'header',
  name: 'Signature',
  description:
    'The signature of a partner over the request (HTTP Message Signatures, RFC 9421), with the headers `Signature-Input` and, for a body, `Content-Digest` (RFC 9530). The algorithm is `ed25519`. It covers `@method`, `@authority`, `@path`, `@query` if there is one, `content-digest` and `content-type` if there is a body, and `idempotency-key` if it is sent, with the parameters `created`, `keyid` and `nonce`. An administrator registers the key with `registerKey`.',
};
