/** What a reader needs to know before the first request. */
export const introduction = `Orderly takes orders over HTTP, reserves the stock, collects the payment, has the order prepared, and notifies the customer.

## From a product to a refund

Each step is an operation of this document. The role is the one that its token needs.

1. An administrator creates a product with \`putProduct\`, and gives it stock with \`adjustStock\`. The product can be ordered a moment later.
2. A customer places an order with \`placeOrder\`. The response comes before the stock is reserved: the order is \`PENDING\`.
3. The customer repeats \`getOrder\` until the order is \`AWAITING_PAYMENT\` and has a \`paymentLink\`. It is the provider's payment page, for a browser. On a local stage, the page also takes \`POST\` with the JSON body \`{ "outcome": "succeed" }\`.
4. The order becomes \`PAID\` when the provider has reported the payment. Staff then prepare it with \`startTicket\`, \`markTicketReady\` and \`completeTicket\`.
5. An administrator refunds all or some of the money with \`refundPayment\`. \`getPayment\` shows what became of it.

## Rules for all operations

- **Tokens.** Send \`Authorization: Bearer <token>\`. Locally, \`npm run -s token -- --sub alice\` prints one; add \`--role staff\` or \`--role admin\` for these roles. An administrator may do everything that staff may do.
- **Amounts** are whole numbers in minor units of their currency: 450 EUR are 4.50 euros.
- **Repetitions.** With an \`Idempotency-Key\`, a repeated request has no further effect. \`PUT\`, \`DELETE\` and the steps of a ticket can be repeated without one.
- **Errors** are problem details (RFC 9457). Their \`code\` is stable. Each operation lists the codes that it may respond with.
- **Lists** have pages. Pass the \`nextCursor\` of a page as \`cursor\` to get the next one.
- **New fields** may be added to responses, new values to \`code\`. Ignore what you do not know.
- **Correlation.** The response header \`X-Correlation-Id\` is also in logs and events. You may send one of your own, with up to 64 letters, digits, \`.\`, \`_\`, \`:\` and \`-\`.`;

export const licence = { name: 'Apache 2.0', identifier: 'Apache-2.0' };

/** What each service offers, in the order in which documents show them. */
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

/** How callers prove who they are. */
export const token = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A token of the identity provider of the stage. Each operation names the role that the token needs: everyone with a token is a `customer`, and an `admin` may do everything that `staff` may do.',
};

/** How partners prove who they are (RFC 9421). OpenAPI has no type for signatures. */
export const signature = {
  type: 'apiKey',
  in: 'header',
  name: 'Signature',
  description:
    'The signature of a partner over the request (HTTP Message Signatures, RFC 9421), with the headers `Signature-Input` and, for a body, `Content-Digest` (RFC 9530). The algorithm is `ed25519`. It covers `@method`, `@authority`, `@path`, `@query` if there is one, `content-digest` and `content-type` if there is a body, and `idempotency-key` if it is sent, with the parameters `created`, `keyid` and `nonce`. An administrator registers the key with `registerKey`.',
};
