import { randomUUID } from 'node:crypto';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import type { PaymentView } from '../../functions/payments/domain/payment-view.ts';
import type { ConsoleAction } from '../../simulators/payment-gateway/domain/console.ts';
import type { SessionDetails } from '../../simulators/payment-gateway/domain/session-view.ts';
import { secretText, stackOutput } from './aws.ts';
import { callAs, demand, simulators } from './callers.ts';
import { eventually } from './eventually.ts';
import { request, type Answer } from './http.ts';

/** Acts as the customer on the provider's payment page: pays the order, or makes the payment fail (`decline`). */
export const onPaymentPage = async (
  order: Pick<OrderView, 'paymentLink'>,
  outcome: 'succeed' | 'decline',
): Promise<Answer> => request('POST', order.paymentLink ?? '', { body: { outcome } });

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
    { describe: `the payment of order ${orderId}` },
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

/** The id of an order's session. It is the last part of the link to the order's payment page. */
export const sessionIdOf = ({ paymentLink = '' }: Pick<OrderView, 'paymentLink'>): string =>
  paymentLink.split('/').at(-1) ?? '';

export const sessionOf = async (sessionId: string): Promise<SessionDetails> => {
  const token = await gatewayKey();
  return demand(
    await request<SessionDetails>('GET', simulators(`/gateway/sessions/${sessionId}`), { token }),
    200,
  );
};

/** Moves the money of a session as the bank does, or as a person does in the gateway's console. */
export const inConsole = async (sessionId: string, body: ConsoleAction): Promise<void> => {
  const token = await gatewayKey();
  demand(await request('POST', simulators(`/gateway/sessions/${sessionId}/console`), { token, body }), 200);
};

/**
 * Like `inConsole`, but the gateway loses the webhook about the action.
 * @throws Error if no webhook was lost.
 */
export const inConsoleUnnoticed = (sessionId: string, action: ConsoleAction): Promise<void> =>
  whileGateway({ lose: 1 }, async () => {
    await inConsole(sessionId, action);
    const token = await gatewayKey();
    const { lose } = demand(
      await request<{ lose?: number }>('GET', simulators('/gateway/behaviour'), { token }),
      200,
    );
    if (lose !== 0) throw new Error(`The webhook was not lost: ${lose} are still to be lost`);
  });
