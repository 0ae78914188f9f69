import { randomUUID } from 'node:crypto';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { secretText, stackOutput } from './aws.ts';
import { callAs, demand, simulators } from './callers.ts';
import { eventually } from './eventually.ts';
import { request, type Answer } from './http.ts';

const PATIENCE_MS = 60_000;

/** Pays an order on the provider's payment page as the customer, or makes the payment fail (`decline`). */
export const onPaymentPage = async (
  order: Pick<OrderView, 'paymentLink'>,
  outcome: 'succeed' | 'decline',
): Promise<Answer> => request('POST', order.paymentLink ?? '', { body: { outcome } });

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

/** The payment of an order, as staff see it. */
export const paymentOf = async (orderId: string): Promise<PaymentView> =>
  demand(await callAs<PaymentView>('kitchen', 'staff', 'GET', `/payments/${orderId}`), 200);

/** Waits until the payment of an order meets a condition, and returns it. */
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

/** The secret API key of the simulated gateway. */
export const gatewayKey = (): Promise<string> => {
  secretKey ??= stackOutput('GatewaySecretKeyArn').then(secretText);
  return secretKey;
};

/** Makes the simulated gateway misbehave while `act` runs, and resets it afterwards. */
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
