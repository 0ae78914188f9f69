import type {
  PaymentGateway,
  ProviderSession,
  RefundOrder,
  SessionRequest,
} from '../../../functions/payments/domain/payment-gateway.ts';
import type { RefundResult } from '../../../functions/payments/domain/refunds.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';

/** The faults of the provider. An empty object means none. */
export interface GatewayBehaviour {
  /** How many of the next calls have no effect and get no response. */
  readonly timeOutBeforeActing?: number;
  /** How many of the next calls take effect but get no response. */
  readonly timeOutAfterActing?: number;
  /** New refunds are rejected. Earlier refunds do not change. */
  readonly refuseRefunds?: boolean;
  /** New refunds are accepted but stay pending until `endRefund`. */
  readonly refundsTakeTime?: boolean;
  /** New sessions are rejected. */
  readonly refuseSessions?: boolean;
}

/** A refund that the provider accepted. */
export interface GatewayRefund {
  readonly order: RefundOrder;
  readonly status: 'under-way' | 'settled' | 'failed';
  /** True if the refund ever settled, even if it failed afterwards. */
  readonly wasSettled: boolean;
}

/** A session at the provider. */
export interface GatewaySession extends ProviderSession {
  readonly request: SessionRequest;
  /** Refunds by idempotency key. */
  readonly refunds: ReadonlyMap<string, GatewayRefund>;
}

/** A payment provider in memory, including the customer's actions. */
export interface MemoryPaymentGateway extends PaymentGateway {
  readonly sessions: ReadonlyMap<string, GatewaySession>;
  /** The session of an order, if there is one. */
  sessionOf(orderId: string): GatewaySession | undefined;
  /** The customer pays. Returns `false` if the session has expired. Paying again has no effect. */
  pay(sessionId: string): boolean;
  /** The refunded amount of a session in minor units, without refunds that the bank returned. */
  refundedOf(sessionId: string): number;
  /** Settles or fails a pending refund, or fails a settled one. A failed refund stays failed. */
  endRefund(order: RefundOrder, status: 'settled' | 'failed'): void;
  /** Sets the provider's faults. Faults that are not given end. */
  misbehave(behaviour: GatewayBehaviour): void;
}

/**
 * A payment provider in memory. It acts once per idempotency key and never refunds more than was paid. It can carry out
 * a call without responding. It passes the same contract test as the adapter of the simulated gateway.
 */
export const memoryPaymentGateway = ({ now }: { readonly now: Clock }): MemoryPaymentGateway => {
  const sessions = new Map<string, GatewaySession>();
  let behaviour: GatewayBehaviour = {};

  /** Decrements a counter; returns whether it was above 0. */
  const befalls = (countdown: 'timeOutBeforeActing' | 'timeOutAfterActing'): boolean => {
    const left = behaviour[countdown] ?? 0;
    if (left > 0) behaviour = { ...behaviour, [countdown]: left - 1 };
    return left > 0;
  };
  const call = async <Answer>(act: () => Answer): Promise<Answer> => {
    if (befalls('timeOutBeforeActing')) throw noAnswer();
    const answer = act();
    if (befalls('timeOutAfterActing')) throw noAnswer();
    return structuredClone(answer);
  };
  const known = (sessionId: string): GatewaySession => {
    const session = sessions.get(sessionId);
    if (session === undefined) {
      throw new AppError('unprocessable', 'gateway.session-not-found', 'No such session');
    }
    return session;
  };
  const sessionOf = (orderId: string) => sessions.get(`cs_${orderId}`);
  const sumOf = (sessionId: string, ...statuses: readonly GatewayRefund['status'][]): number =>
    [...known(sessionId).refunds.values()].reduce(
      (sum, { order, status }) => sum + (statuses.includes(status) ? order.amount : 0),
      0,
    );
  const refundedOf = (sessionId: string): number => sumOf(sessionId, 'settled');
  const put = (order: RefundOrder, status: GatewayRefund['status']): void => {
    const session = known(order.sessionId);
    const earlier = session.refunds.get(order.key);
    if (earlier?.status === 'failed') return;
    const wasSettled = status === 'settled' || earlier?.wasSettled === true;
    const refunds = new Map([...session.refunds, [order.key, { order, status, wasSettled }] as const]);
    sessions.set(order.sessionId, { ...session, refunds });
  };

  return {
    sessions,
    sessionOf,
    refundedOf,
    endRefund: put,
    misbehave: (next) => {
      behaviour = next;
    },

    pay: (sessionId) => {
      const session = known(sessionId);
      if (session.status === 'expired') return false;
      if (session.status === 'open') sessions.set(sessionId, { ...session, status: 'paid', paidAt: now() });
      return true;
    },

    createSession: (request) =>
      call(() => {
        const earlier = sessionOf(request.orderId);
        if (earlier !== undefined) {
          if (JSON.stringify(earlier.request) === JSON.stringify(request)) {
            return { outcome: 'created', session: viewOf(earlier) };
          }
          throw new AppError('unprocessable', 'gateway.idempotency-key-reused', 'Other terms under this key');
        }
        if (behaviour.refuseSessions === true) {
          return { outcome: 'refused', reason: 'gateway.session-refused' };
        }
        const { orderId, amount, currency } = request;
        const id = `cs_${orderId}`;
        const session: GatewaySession = {
          id,
          url: `https://pay.example/${id}`,
          status: 'open',
          amount,
          currency,
          request: { ...request },
          refunds: new Map(),
        };
        sessions.set(id, session);
        return { outcome: 'created', session: viewOf(session) };
      }),

    expireSession: (sessionId) =>
      call(() => {
        const session = known(sessionId);
        if (session.status === 'open') sessions.set(sessionId, { ...session, status: 'expired' });
        return viewOf(known(sessionId));
      }),

    refund: (order) =>
      call(() => {
        const { key, sessionId, amount } = order;
        const session = known(sessionId);
        if (session.status !== 'paid') {
          throw new AppError('unavailable', 'gateway.session-not-paid', 'The session is not paid');
        }
        const earlier = session.refunds.get(key);
        if (earlier?.order.amount === amount) return resultOf(earlier.status);
        if (earlier !== undefined) {
          throw new AppError(
            'unprocessable',
            'gateway.idempotency-key-reused',
            'Another amount under this key',
          );
        }
        if (sumOf(sessionId, 'settled', 'under-way') + amount > session.amount) {
          return { outcome: 'refused', reason: 'gateway.refund-exceeds-payment' };
        }
        if (behaviour.refuseRefunds === true) {
          return { outcome: 'refused', reason: 'gateway.refund-refused' };
        }
        const status = behaviour.refundsTakeTime === true ? 'under-way' : 'settled';
        put(order, status);
        return resultOf(status);
      }),
  };
};

const resultOf = (status: GatewayRefund['status']): RefundResult => {
  switch (status) {
    case 'under-way':
      return { outcome: 'taken-on' };
    case 'settled':
      return { outcome: 'settled' };
    case 'failed':
      return { outcome: 'failed', reason: 'returned-by-bank' };
  }
};

const noAnswer = () =>
  new AppError('unavailable', 'gateway.no-answer', 'The payment provider did not answer');

const viewOf = ({ id, url, status, amount, currency, paidAt }: GatewaySession): ProviderSession => ({
  id,
  url,
  status,
  amount,
  currency,
  ...(paidAt === undefined ? {} : { paidAt }),
});
