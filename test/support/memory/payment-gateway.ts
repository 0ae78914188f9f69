import type { PaymentGateway, RefundOrder } from '../../../functions/payments/domain/payment-gateway.ts';
import type { Dispute } from '../../../functions/payments/domain/payment.ts';
import {
  resultOf,
  viewOf,
  type GatewayBehaviour,
  type GatewayRefund,
  type GatewaySession,
} from './gateway-session.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';

/** A payment provider in memory, including the customer's actions. */
export interface MemoryPaymentGateway extends PaymentGateway {
  readonly sessions: ReadonlyMap<string, GatewaySession>;
  sessionOf(orderId: string): GatewaySession | undefined;
  /** The customer pays. Returns `false` if the session has expired. Paying again has no effect. */
  pay(sessionId: string): boolean;
  /** Minor units of a session that were refunded or lost in disputes, without refunds that the bank returned. */
  refundedOf(sessionId: string): number;
  /** Settles or fails a pending refund, or fails a settled one. A failed refund stays failed. */
  endRefund(order: RefundOrder, status: 'settled' | 'failed'): void;
  /** Refunds money as a person does in the provider's console. Returns `false` if less than `amount` is left. */
  refundOutside(sessionId: string, amount: number): boolean;
  /** The bank returns the newest refund that a person made in the provider's console. */
  returnOutside(sessionId: string): void;
  /** The customer disputes all money that is left. Returns `false` if none is left. */
  dispute(sessionId: string): boolean;
  /** The bank decides all open disputes. */
  decide(sessionId: string, status: 'WON' | 'LOST'): void;
  /**
   * Minor units of refunds, made by Orderly or in the provider's console, that the customer's bank sent back to the
   * provider.
   */
  returnedOf(sessionId: string): number;
  /** Minor units that the provider holds: what was paid, minus refunds and the money that disputes took. */
  heldOf(sessionId: string): number;
  /** Replaces the provider's faults: from now on, only those in `behaviour` happen. */
  misbehave(behaviour: GatewayBehaviour): void;
}

/**
 * A payment provider in memory. It acts once for each idempotency key and never refunds more than was paid. It can
 * carry out a call without responding. It passes the same contract test as the adapter of the simulated gateway.
 */
export const memoryPaymentGateway = ({ now }: { readonly now: Clock }): MemoryPaymentGateway => {
  const sessions = new Map<string, GatewaySession>();
  let behaviour: GatewayBehaviour = {};

  /** Decrements the counter of a fault. Returns true if the counter was above 0, so that the fault happens now. */
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
  const givenOutside = (sessionId: string): number =>
    known(sessionId).outside.reduce((sum, { amount, isReturned }) => sum + (isReturned ? 0 : amount), 0);
  const disputedOf = (sessionId: string, ...statuses: readonly Dispute['status'][]): number =>
    known(sessionId).disputes.reduce(
      (sum, { amount, status }) => sum + (statuses.includes(status) ? amount : 0),
      0,
    );
  const refundedOf = (sessionId: string): number =>
    sumOf(sessionId, 'settled') + givenOutside(sessionId) + disputedOf(sessionId, 'LOST');
  /**
   * The amount that can still be refunded: what was paid, minus refunds (also those under way) and the money that
   * disputes took.
   */
  const leftOf = (sessionId: string): number =>
    known(sessionId).amount -
    sumOf(sessionId, 'settled', 'under-way') -
    givenOutside(sessionId) -
    disputedOf(sessionId, 'OPEN', 'LOST');
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
    heldOf: (sessionId) =>
      known(sessionId).status === 'paid'
        ? known(sessionId).amount - refundedOf(sessionId) - disputedOf(sessionId, 'OPEN')
        : 0,
    refundOutside: (sessionId, amount) => {
      const session = known(sessionId);
      if (session.status !== 'paid' || amount > leftOf(sessionId)) return false;
      sessions.set(sessionId, { ...session, outside: [...session.outside, { amount, isReturned: false }] });
      return true;
    },
    returnOutside: (sessionId) => {
      const session = known(sessionId);
      const last = session.outside.length - 1;
      const outside = session.outside.map((one, at) => (at === last ? { ...one, isReturned: true } : one));
      sessions.set(sessionId, { ...session, outside });
    },
    returnedOf: (sessionId) => {
      const { refunds, outside } = known(sessionId);
      const own = [...refunds.values()].map(({ order: { amount }, status, wasSettled }) => ({
        amount,
        isReturned: wasSettled && status === 'failed',
      }));
      return [...own, ...outside].reduce((sum, { amount, isReturned }) => sum + (isReturned ? amount : 0), 0);
    },
    dispute: (sessionId) => {
      const session = known(sessionId);
      const amount = leftOf(sessionId);
      if (session.status !== 'paid' || amount < 1) return false;
      const opened: Dispute = {
        disputeId: `dp_${session.disputes.length + 1}_${sessionId}`,
        amount,
        status: 'OPEN',
        fundsWithdrawn: true,
        reason: 'fraudulent',
        openedAt: now(),
      };
      sessions.set(sessionId, { ...session, disputes: [...session.disputes, opened] });
      return true;
    },
    decide: (sessionId, status) => {
      const session = known(sessionId);
      const disputes = session.disputes.map((one) =>
        one.status === 'OPEN' ? { ...one, status, fundsWithdrawn: status === 'LOST' } : one,
      );
      sessions.set(sessionId, { ...session, disputes });
    },
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
          outside: [],
          disputes: [],
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
        if (amount > leftOf(sessionId)) {
          return { outcome: 'refused', reason: 'gateway.refund-exceeds-payment' };
        }
        if (behaviour.refuseRefunds === true) {
          return { outcome: 'refused', reason: 'gateway.refund-refused' };
        }
        const status = behaviour.refundsTakeTime === true ? 'under-way' : 'settled';
        put(order, status);
        return resultOf(status);
      }),

    orderOf: (paymentId) => call(() => sessions.get(paymentId)?.request.orderId),

    statement: (sessionId) =>
      call(() => {
        const session = known(sessionId);
        const own = [...session.refunds.values()].map(({ order: { key, amount }, status }) => ({
          key,
          amount,
          result: resultOf(status),
        }));
        const others = session.outside.map(({ amount, isReturned }) => ({
          amount,
          result: resultOf(isReturned ? 'failed' : 'settled'),
        }));
        return { session: viewOf(session), refunds: [...own, ...others], disputes: session.disputes };
      }),
  };
};

const noAnswer = () =>
  new AppError('unavailable', 'gateway.no-answer', 'The payment provider did not answer');
