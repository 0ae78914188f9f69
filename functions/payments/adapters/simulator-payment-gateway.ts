import * as z from 'zod/mini';
import { AppError, wrongFields } from '../../../shared/errors.ts';
import { Amount, CurrencyCode, OrderId } from '../../../shared/events/fields.ts';
import { limitedFetch } from '../../../shared/outbound.ts';
import type { Dispute } from '../domain/payment.ts';
import type { ListedRefund, PaymentGateway, ProviderSession } from '../domain/payment-gateway.ts';

/** The provider's address, our API key, and the time limit of a call. */
export interface SimulatorGatewayOptions {
  readonly url: string;
  readonly apiKey: () => Promise<string>;
  readonly timeoutMs?: number;
}

const sessionFields = {
  id: z.string().check(z.minLength(1)),
  url: z.url(),
  status: z.enum(['open', 'paid', 'expired']),
  amount: Amount,
  currency: CurrencyCode,
  paidAt: z.nullish(z.iso.datetime()),
};
type SessionFields = z.output<z.ZodMiniObject<typeof sessionFields>>;

const sessionOf = ({ id, url, status, amount, currency, paidAt }: SessionFields): ProviderSession => ({
  id,
  url,
  status,
  amount,
  currency,
  ...(paidAt ? { paidAt } : {}),
});

/** The fields of a session that this service reads. */
const Session = z.pipe(z.object(sessionFields), z.transform(sessionOf));

/** A session with its refunds and disputes. A refund without a key was made in the simulator's console. */
const Statement = z.pipe(
  z.object({
    ...sessionFields,
    orderId: z.string(),
    refunds: z.array(z.object({ key: z.optional(z.string()), amount: Amount, status: z.literal('settled') })),
    disputes: z.array(
      z.object({
        id: z.string(),
        amount: Amount,
        status: z.enum(['open', 'won', 'lost']),
        reason: z.string(),
        openedAt: z.iso.datetime(),
      }),
    ),
  }),
  z.transform(({ orderId, refunds, disputes, ...session }) => ({
    orderId,
    session: sessionOf(session),
    refunds: refunds.map(({ key, amount, status }): ListedRefund => ({
      ...(key === undefined ? {} : { key }),
      amount,
      result: { outcome: status },
    })),
    disputes: disputes.map(({ id, amount, status, reason, openedAt }): Dispute => ({
      disputeId: id,
      amount,
      status: disputeStatus[status],
      fundsWithdrawn: status !== 'won',
      reason,
      openedAt,
    })),
  })),
);
const disputeStatus = { open: 'OPEN', won: 'WON', lost: 'LOST' } as const;
const Refund = z.object({
  id: z.string().check(z.minLength(1)),
  amount: z.int().check(z.minimum(0)),
  status: z.literal('settled'),
});
const Problem = z.object({ code: z.string(), detail: z.optional(z.string()) });

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The gateway to the simulated payment provider, an HTTP API with a secret key, idempotency keys and problem details
 * (RFC 9457). A call without a definite answer (no connection, a time-out, 429, 5xx) throws AppError `unavailable`, so
 * the message that caused the call is retried.
 */
export const simulatorPaymentGateway = ({
  url,
  apiKey,
  timeoutMs = 4_000,
}: SimulatorGatewayOptions): PaymentGateway => {
  const send = async (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    idempotencyKey?: string,
  ): Promise<Answer> => {
    const key = await apiKey();
    try {
      const response = await limitedFetch(timeoutMs)(`${url.replace(/\/$/, '')}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    } catch (cause) {
      throw new AppError('unavailable', 'gateway.no-answer', 'The payment provider did not answer', {
        cause,
      });
    }
  };

  const post = (path: string, body?: unknown, idempotencyKey?: string): Promise<Answer> =>
    send('POST', path, body, idempotencyKey);

  const statementOf = async (sessionId: string) => {
    const answer = await send('GET', `/gateway/sessions/${encodeURIComponent(sessionId)}`);
    if (answer.status === 200) return read(Statement, answer);
    throw failure(answer);
  };

  return {
    createSession: async ({ orderId, amount, currency, payBy, correlationId }) => {
      const body = { orderId, amount, currency, payBy, metadata: { correlationId } };
      const answer = await post('/gateway/sessions', body, orderId);
      if (answer.status === 200 || answer.status === 201) {
        return { outcome: 'created', session: read(Session, answer) };
      }
      // 402 means that this payment is refused. 400 means that its amount or currency is out of bounds.
      if (answer.status === 402 || answer.status === 400)
        return { outcome: 'refused', reason: problemOf(answer).code };
      throw failure(answer);
    },

    expireSession: async (sessionId) => {
      const answer = await post(`/gateway/sessions/${encodeURIComponent(sessionId)}/expire`);
      if (answer.status === 200) return read(Session, answer);
      throw failure(answer);
    },

    refund: async ({ key, sessionId, amount }) => {
      const path = `/gateway/sessions/${encodeURIComponent(sessionId)}/refunds`;
      const answer = await post(path, { amount }, key);
      if (answer.status === 200 || answer.status === 201) {
        read(Refund, answer);
        return { outcome: 'settled' };
      }
      const { code } = problemOf(answer);
      if (answer.status === 402 || code === 'gateway.refund-exceeds-payment') {
        return { outcome: 'refused', reason: code };
      }
      throw failure(answer);
    },

    // The simulator's id of a payment is the id of its session.
    orderOf: async (paymentId) => {
      const { orderId } = await statementOf(paymentId);
      return OrderId.safeParse(orderId).data;
    },

    statement: async (sessionId) => {
      const { orderId: _orderId, ...statement } = await statementOf(sessionId);
      return statement;
    },
  };
};

const read = <Schema extends z.ZodMiniType>(schema: Schema, { body }: Answer): z.output<Schema> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'unavailable',
    'gateway.odd-answer',
    'The response of the payment provider has an unknown format',
    {
      cause: new Error(wrongFields(parsed.error)),
    },
  );
};

const problemOf = ({ status, body }: Answer): z.output<typeof Problem> => {
  const parsed = Problem.safeParse(body);
  return parsed.success ? parsed.data : { code: `gateway.status-${status}` };
};

/**
 * The error for a failed call. After status 404 or 422, the call can never succeed, so the message that caused it goes
 * to the dead-letter queue at once. After any other status, the message is retried.
 */
const failure = (answer: Answer): AppError => {
  const { code, detail = 'no detail' } = problemOf(answer);
  const final = answer.status === 404 || answer.status === 422;
  return new AppError(
    final ? 'unprocessable' : 'unavailable',
    code,
    `The payment provider answered ${answer.status}: ${detail}`,
  );
};
