import { newSigningKey } from '../signing.ts';

/** The ids of the objects that the requests of the matrix of all routes and all callers are about. */
export interface MatrixIds {
  /** An order of the caller who is the owner in the matrix. */
  readonly orderId: string;
  readonly productId: string;
  /** A customer whom administrators export and erase. */
  readonly customerId: string;
  /** The id of the order's session at the payment provider. */
  readonly sessionId: string;
  /** A partner with a key `old`, and without a key `new`. It is not the partner that signs requests. */
  readonly partnerId: string;
}

/** A request that succeeds if the caller is admitted. */
export interface MatrixRequest {
  /** The service and the entry file of the function that handles the request. */
  readonly lambda: string;
  /**
   * A call to AWS that an admitted request makes. If the route changes data, this call is the write. Undefined if the
   * route makes no call.
   */
  readonly does: string | undefined;
  readonly path?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const GET_ITEM = 'DynamoDB.GetItem';
const PUT_ITEM = 'DynamoDB.PutItem';
const QUERY = 'DynamoDB.Query';
const TRANSACTION = 'DynamoDB.TransactWriteItems';

/** A request for each route of the API. `body` is undefined for a route without a body. */
export const requestsAbout = ({
  orderId,
  productId,
  customerId,
  sessionId,
  partnerId,
}: MatrixIds): Readonly<Record<string, MatrixRequest>> => {
  const ofOrder = { path: { orderId } };
  const ofProduct = { path: { productId } };
  const ofMail = { path: { channel: 'email' } };
  const keyed = { headers: { 'idempotency-key': 'matrix' } };
  return {
    'POST /orders': {
      lambda: 'orders/place-order',
      does: PUT_ITEM,
      body: { items: [{ productId, quantity: 2 }] },
    },
    'GET /orders': { lambda: 'orders/list-orders', does: QUERY },
    'GET /orders/{orderId}': { lambda: 'orders/get-order', does: GET_ITEM, ...ofOrder },
    'POST /orders/{orderId}/cancel': { lambda: 'orders/cancel-order', does: PUT_ITEM, ...ofOrder, body: {} },

    'GET /products': { lambda: 'inventory/show-products', does: QUERY },
    'GET /products/{productId}': { lambda: 'inventory/show-products', does: GET_ITEM, ...ofProduct },
    'PUT /products/{productId}': {
      lambda: 'inventory/change-product',
      does: PUT_ITEM,
      ...ofProduct,
      body: { name: 'Renamed', unitAmount: 1, currency: 'EUR', active: false },
    },
    'POST /products/{productId}/stock': {
      lambda: 'inventory/change-product',
      does: TRANSACTION,
      ...ofProduct,
      ...keyed,
      body: { change: 1, reason: 'found one more' },
    },
    'GET /products/{productId}/stock': {
      lambda: 'inventory/change-product',
      does: 'DynamoDB.Scan',
      ...ofProduct,
    },

    'GET /payments/{orderId}': { lambda: 'payments/get-payment', does: GET_ITEM, ...ofOrder },
    'POST /payments/{orderId}/refunds': {
      lambda: 'payments/refund-payment',
      does: PUT_ITEM,
      ...ofOrder,
      ...keyed,
      body: { amount: 1, reason: 'goodwill' },
    },
    'POST /webhooks/payments': {
      lambda: 'payments/receive-webhook',
      does: 'SQS.SendMessage',
      body: { type: 'payment.refunded', data: { sessionId } },
    },

    'GET /fulfilment/tickets': { lambda: 'fulfilment/list-tickets', does: QUERY },
    'POST /fulfilment/tickets/{orderId}/start': {
      lambda: 'fulfilment/step-ticket',
      does: PUT_ITEM,
      ...ofOrder,
    },
    'POST /fulfilment/tickets/{orderId}/ready': {
      lambda: 'fulfilment/step-ticket',
      does: PUT_ITEM,
      ...ofOrder,
    },
    'POST /fulfilment/tickets/{orderId}/complete': {
      lambda: 'fulfilment/step-ticket',
      does: PUT_ITEM,
      ...ofOrder,
    },

    'GET /insights/orders': { lambda: 'insights/show-insights', does: QUERY },
    'GET /insights/orders/{orderId}': { lambda: 'insights/show-insights', does: GET_ITEM, ...ofOrder },
    'GET /insights/days/{day}': {
      lambda: 'insights/show-insights',
      does: 'DynamoDB.BatchGetItem',
      path: { day: '2026-03-01' },
    },

    'GET /me/contact': { lambda: 'notifications/show-own', does: GET_ITEM },
    'PUT /me/contact': {
      lambda: 'notifications/set-contact',
      does: PUT_ITEM,
      body: { channels: { email: false, sms: false } },
    },
    'POST /me/contact/{channel}/codes': {
      lambda: 'notifications/send-code',
      does: TRANSACTION,
      ...ofMail,
      body: {},
    },
    'POST /me/contact/{channel}/verifications': {
      lambda: 'notifications/verify-address',
      // This write counts the attempts to enter the code.
      does: 'DynamoDB.UpdateItem',
      ...ofMail,
      body: { code: '123456' },
    },
    'GET /me/notifications': { lambda: 'notifications/show-own', does: QUERY },
    'GET /me/export': { lambda: 'privacy/export-customer', does: QUERY },
    'DELETE /me': { lambda: 'orders/erase-customer', does: PUT_ITEM },

    'DELETE /customers/{customerId}': {
      lambda: 'orders/erase-customer',
      does: PUT_ITEM,
      path: { customerId },
    },
    'GET /customers/{customerId}/export': {
      lambda: 'privacy/export-customer',
      does: QUERY,
      path: { customerId },
    },

    'GET /partners': { lambda: 'partners/manage-partners', does: QUERY },
    'PUT /partners/{partnerId}/keys/{keyId}': {
      lambda: 'partners/manage-partners',
      does: TRANSACTION,
      path: { partnerId, keyId: 'new' },
      body: {
        name: 'Till',
        publicKey: newSigningKey().publicKey,
        customerId: `partner:${partnerId}`,
      },
    },
    'DELETE /partners/{partnerId}/keys/{keyId}': {
      lambda: 'partners/manage-partners',
      does: TRANSACTION,
      path: { partnerId, keyId: 'old' },
    },

    'GET /ops/status': { lambda: 'ops/get-status', does: 'SQS.GetQueueAttributes' },
    'GET /ops/dead-letters': { lambda: 'ops/list-dead-letters', does: 'SQS.ReceiveMessage' },
    'POST /ops/dead-letters/{queue}/redrive': {
      lambda: 'ops/redrive-dead-letters',
      does: 'SQS.DeleteMessage',
      path: { queue: 'orders-inbox' },
      body: { messageIds: ['matrix'] },
    },

    'GET /openapi.json': { lambda: 'pages/serve-pages', does: undefined },
    'GET /asyncapi.json': { lambda: 'pages/serve-pages', does: undefined },
    'GET /docs': { lambda: 'pages/serve-pages', does: undefined },
    'GET /docs/{file+}': { lambda: 'pages/serve-pages', does: undefined, path: { file: 'index.html' } },
    'GET /app': { lambda: 'pages/serve-pages', does: undefined },
    'GET /app/{file+}': { lambda: 'pages/serve-pages', does: undefined, path: { file: 'orders/matrix' } },

    'GET /health': { lambda: 'ops/edge', does: undefined },
    'ANY /{proxy+}': { lambda: 'ops/edge', does: undefined, path: { proxy: 'no/such/route' } },
  };
};
