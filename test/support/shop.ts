import { randomUUID } from 'node:crypto';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { secretText, stackOutput } from './aws.ts';
import { eventually } from './eventually.ts';
import { request, type Answer, type RequestParts } from './http.ts';
import { deployedStack } from './stack.ts';

type Role = 'customer' | 'staff' | 'admin';

const PATIENCE_MS = 60_000;

/** The URL of a resource of the deployed Orderly. */
export const api = (path: string): string => `${deployedStack().apiUrl}${path}`;
/** The URL of a resource of its simulators. */
export const simulators = (path: string): string => `${deployedStack().simulatorsUrl}${path}`;

const demand = <Body>(answer: Answer<Body>, ...statuses: readonly number[]): Body => {
  if (statuses.includes(answer.status)) return answer.body;
  throw new Error(`Answered ${answer.status}: ${JSON.stringify(answer.body)}`);
};

const tokens = new Map<string, Promise<string>>();

/** A token for anybody in any role. Asked again when the issuer's worker has just been killed by a test. */
export const tokenFor = (sub: string, role: Role = 'customer'): Promise<string> => {
  const key = `${role}:${sub}`;
  const issued =
    tokens.get(key) ??
    eventually(
      async () => {
        const body = { sub, roles: [role] };
        const answer = await request<{ access_token: string }>('POST', simulators('/identity/token'), {
          body,
        });
        return demand(answer, 200).access_token;
      },
      { describe: `a token for ${sub}` },
    );
  tokens.set(key, issued);
  return issued;
};

/** Calls the API as somebody. */
export const callAs = async <Body = Record<string, unknown>>(
  sub: string,
  role: Role,
  method: string,
  path: string,
  parts: RequestParts = {},
): Promise<Answer<Body>> => request<Body>(method, api(path), { token: await tokenFor(sub, role), ...parts });

/** A customer nobody else uses. */
export const newCustomer = (): string => `customer-${randomUUID()}`;

/** Puts a new product up for sale, with so many units of it, and answers its id once orders knows its price. */
export const newProduct = async (available: number, unitAmount = 500): Promise<string> => {
  const productId = `product-${randomUUID()}`;
  const product = { name: `Product ${productId}`, unitAmount, currency: 'EUR', active: true };
  demand(await callAs('admin', 'admin', 'PUT', `/products/${productId}`, { body: product }), 201);
  if (available > 0) await restock(productId, available);
  // A probe that can never be placed tells when orders has heard of the price: it is refused for its other product.
  await eventually(
    async () => {
      const items = [
        { productId, quantity: 1 },
        { productId: 'no-such-product', quantity: 1 },
      ];
      const probe = await callAs<{ errors?: unknown[] }>('probe', 'customer', 'POST', '/orders', {
        body: { items },
      });
      if (probe.body.errors?.length !== 1) throw new Error(JSON.stringify(probe.body));
    },
    { timeoutMs: PATIENCE_MS, describe: `orders knowing the price of ${productId}` },
  );
  return productId;
};

/** Changes the stock of a product. */
export const restock = async (productId: string, change: number): Promise<void> => {
  demand(
    await callAs('admin', 'admin', 'POST', `/products/${productId}/stock`, {
      body: { change, reason: 'test' },
      headers: { 'idempotency-key': randomUUID() },
    }),
    200,
  );
};

/** How many units of a product can be sold. */
export const availableOf = async (productId: string): Promise<number> =>
  demand(await request<{ available: number }>('GET', api(`/products/${productId}`)), 200).available;

/** Waits until so many units of a product can be sold. */
export const reachAvailable = (
  productId: string,
  available: number,
  timeoutMs = PATIENCE_MS,
): Promise<void> =>
  eventually(
    async () => {
      const now = await availableOf(productId);
      if (now !== available) throw new Error(`${now} are available`);
    },
    { timeoutMs, describe: `${available} units of ${productId} being available` },
  );

/**
 * Places an order and answers it as it was accepted. While Orderly says that it is unavailable, the request is repeated
 * under one key, as a good client does.
 */
export const place = (
  customer: string,
  items: readonly { readonly productId: string; readonly quantity: number }[],
  headers: Readonly<Record<string, string>> = {},
): Promise<OrderView> => {
  const keyed = { 'idempotency-key': randomUUID(), ...headers };
  return eventually(
    async () => {
      const parts = { body: { items }, headers: keyed };
      const answer = await callAs<OrderView>(customer, 'customer', 'POST', '/orders', parts);
      return demand(answer, 202);
    },
    { timeoutMs: PATIENCE_MS, describe: 'the order being accepted' },
  );
};

/** The order as it stands, seen by staff. */
export const orderOf = async (orderId: string): Promise<OrderView> =>
  demand(await callAs<OrderView>('kitchen', 'staff', 'GET', `/orders/${orderId}`), 200);

/** Waits until the order is as it should be. */
export const reachWhen = (
  orderId: string,
  what: string,
  holds: (order: OrderView) => boolean,
  timeoutMs = PATIENCE_MS,
): Promise<OrderView> =>
  eventually(
    async () => {
      const order = await orderOf(orderId);
      if (!holds(order)) throw new Error(`It is ${JSON.stringify(order)}`);
      return order;
    },
    { timeoutMs, describe: `order ${orderId} ${what}` },
  );

/** Waits until the order has a status. */
export const reach = (orderId: string, status: OrderView['status'], timeoutMs?: number): Promise<OrderView> =>
  reachWhen(orderId, `being ${status}`, (order) => order.status === status, timeoutMs);

/** Waits until the order can be paid. */
export const reachLink = (orderId: string): Promise<OrderView> =>
  reachWhen(orderId, 'having a payment link', (order) => order.paymentLink !== undefined);

/** What the customer does on the provider's page. */
export const onPaymentPage = async (
  order: Pick<OrderView, 'paymentLink'>,
  outcome: 'succeed' | 'decline',
): Promise<Answer> => {
  const link = order.paymentLink ?? '';
  return request('POST', simulators(link.slice(link.indexOf('/gateway/pay/'))), { body: { outcome } });
};

/** Places an order, waits for its link, pays, and waits until orders knows. */
export const placePaid = async (customer: string, productId: string, quantity = 1): Promise<OrderView> => {
  const { orderId } = await place(customer, [{ productId, quantity }]);
  demand(await onPaymentPage(await reachLink(orderId), 'succeed'), 200);
  return reach(orderId, 'PAID');
};

/** Lets a customer be reached by mail. */
export const withMail = async (customer: string): Promise<void> => {
  const body = { email: `${customer}@example.com`, channels: { email: true, sms: false } };
  demand(await callAs(customer, 'customer', 'PUT', '/me/contact', { body }), 200);
};

/** The kinds of messages that a customer got, newest first, once one of kind `last` is among them. */
export const reachMessage = (customer: string, last: string): Promise<readonly string[]> =>
  eventually(
    async () => {
      const path = '/me/notifications?limit=50';
      const answer = await callAs<{ items: { eventType: string }[] }>(customer, 'customer', 'GET', path);
      const types = demand(answer, 200).items.map(({ eventType }) => eventType);
      if (!types.includes(last)) throw new Error(`So far: ${types.join(', ')}`);
      return types;
    },
    { timeoutMs: PATIENCE_MS, describe: `the message ${last} to ${customer}` },
  );

/** Cancels an order. */
export const cancel = (sub: string, role: Role, orderId: string): Promise<Answer<OrderView>> =>
  callAs<OrderView>(sub, role, 'POST', `/orders/${orderId}/cancel`, { body: {} });

/** A step in the kitchen, repeated until it is taken: a ticket may take a moment to come. */
export const kitchenStep = (orderId: string, step: 'start' | 'ready' | 'complete'): Promise<unknown> =>
  eventually(
    async () =>
      demand(await callAs('kitchen', 'staff', 'POST', `/fulfilment/tickets/${orderId}/${step}`), 200),
    { timeoutMs: PATIENCE_MS, describe: `the kitchen's step ${step} of ${orderId}` },
  );

/** A payment and its refunds, as the API shows them. */
export interface PaymentView {
  readonly status: string;
  readonly amount: number;
  readonly refunds: readonly {
    readonly refundId: string;
    readonly amount: number;
    readonly status: string;
  }[];
}

/** The payment of an order, seen by staff. */
export const paymentOf = async (orderId: string): Promise<PaymentView> =>
  demand(await callAs<PaymentView>('kitchen', 'staff', 'GET', `/payments/${orderId}`), 200);

/** Waits until the payment of an order is as it should be. */
export const reachPayment = (
  orderId: string,
  holds: (payment: PaymentView) => boolean,
): Promise<PaymentView> =>
  eventually(
    async () => {
      const payment = await paymentOf(orderId);
      if (!holds(payment)) throw new Error(`It is ${JSON.stringify(payment)}`);
      return payment;
    },
    { timeoutMs: PATIENCE_MS, describe: `the payment of order ${orderId}` },
  );

/** An administrator's refund. */
export const refund = (
  orderId: string,
  amount: number | undefined,
  key: string = randomUUID(),
): Promise<Answer> =>
  callAs('admin', 'admin', 'POST', `/payments/${orderId}/refunds`, {
    body: { ...(amount === undefined ? {} : { amount }), reason: 'goodwill' },
    headers: { 'idempotency-key': key },
  });

let secretKey: Promise<string> | undefined;

/** The key with which a merchant calls the simulated gateway. */
export const gatewayKey = (): Promise<string> => {
  secretKey ??= stackOutput('orderly-local-simulators', 'GatewaySecretKeyArn').then(secretText);
  return secretKey;
};

/** Has the payment gateway misbehave while something is done, and behave again. */
export const whileGateway = async <Result>(
  behaviour: Readonly<Record<string, unknown>>,
  act: () => Promise<Result>,
): Promise<Result> => {
  const set = async (body: unknown) =>
    demand(await request('PUT', simulators('/gateway/behaviour'), { token: await gatewayKey(), body }), 200);
  await set(behaviour);
  try {
    return await act();
  } finally {
    await set({});
  }
};
