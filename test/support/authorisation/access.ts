/**
 * Who a route must admit:
 * - `anyone`: every request, with any token or without one;
 * - `signed-in`: every caller with a valid token. The route shows and changes only the caller's own data;
 * - `signed-in-or-partner`: the same callers, and partners who sign their requests;
 * - `owner-and-staff`: the owner of the order (or other object) in the path, and staff. Any other caller gets a 404
 *   with the error code in `hiddenAs`, as for an object that does not exist. If `partners` is true, the route also
 *   accepts requests that a partner signed;
 * - `staff`: callers with the role `staff` or `admin`, because `admin` includes `staff`;
 * - `admin`: callers with the role `admin`;
 * - `payment-provider`: only a webhook that the payment provider signed.
 */
export type Access =
  | 'anyone'
  | 'signed-in'
  | 'signed-in-or-partner'
  | 'staff'
  | 'admin'
  | 'payment-provider'
  | { readonly to: 'owner-and-staff'; readonly hiddenAs: string; readonly partners?: true };

const ownerAndStaff = (hiddenAs: string): Access => ({ to: 'owner-and-staff', hiddenAs });
const ownerStaffAndPartners = (hiddenAs: string): Access => ({
  to: 'owner-and-staff',
  hiddenAs,
  partners: true,
});

/**
 * Who each route of the API must admit. This table is written by hand and not derived from `auth` in `api.ts`. If
 * `api.ts` admits too many callers to a route by mistake, the route differs from this table, and tests fail.
 */
export const access: Readonly<Record<string, Access>> = {
  'POST /orders': 'signed-in-or-partner',
  'GET /orders': 'signed-in-or-partner',
  'GET /orders/{orderId}': ownerStaffAndPartners('order.not-found'),
  'POST /orders/{orderId}/cancel': ownerStaffAndPartners('order.not-found'),

  'GET /products': 'anyone',
  'GET /products/{productId}': 'anyone',
  'PUT /products/{productId}': 'admin',
  'POST /products/{productId}/stock': 'admin',
  'GET /products/{productId}/stock': 'admin',

  'GET /payments/{orderId}': ownerAndStaff('payment.not-found'),
  'POST /payments/{orderId}/refunds': 'admin',
  'POST /webhooks/payments': 'payment-provider',

  'GET /fulfilment/tickets': 'staff',
  'POST /fulfilment/tickets/{orderId}/start': 'staff',
  'POST /fulfilment/tickets/{orderId}/ready': 'staff',
  'POST /fulfilment/tickets/{orderId}/complete': 'staff',

  'GET /insights/orders': 'staff',
  'GET /insights/orders/{orderId}': 'staff',
  'GET /insights/days/{day}': 'staff',

  'GET /me/contact': 'signed-in',
  'PUT /me/contact': 'signed-in',
  'POST /me/contact/{channel}/codes': 'signed-in',
  'POST /me/contact/{channel}/verifications': 'signed-in',
  'GET /me/notifications': 'signed-in',
  'GET /me/export': 'signed-in',
  'DELETE /me': 'signed-in',

  'DELETE /customers/{customerId}': 'admin',
  'GET /customers/{customerId}/export': 'admin',

  'GET /ops/status': 'admin',
  'GET /ops/dead-letters': 'admin',
  'POST /ops/dead-letters/{queue}/redrive': 'admin',
  'PUT /partners/{partnerId}/keys/{keyId}': 'admin',
  'DELETE /partners/{partnerId}/keys/{keyId}': 'admin',
  'GET /partners': 'admin',

  'GET /openapi.json': 'anyone',
  'GET /asyncapi.json': 'anyone',
  'GET /docs': 'anyone',
  'GET /docs/{file+}': 'anyone',
  'GET /app': 'anyone',
  'GET /app/{file+}': 'anyone',

  'GET /health': 'anyone',
  'ANY /{proxy+}': 'anyone',
};
