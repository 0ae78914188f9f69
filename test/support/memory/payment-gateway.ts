import type {
  PaymentGateway,
  ProviderSession,
  SessionRequest,
} from '../../../functions/payments/domain/payment-gateway.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';

/** How the provider is to misbehave; empty: it does not. */
export interface GatewayBehaviour {
  /** The next so many calls get no answer and have no effect. */
  readonly timeOutBeforeActing?: number;
  /** The next so many calls take effect and get no answer. */
  readonly timeOutAfterActing?: number;
  /** New refunds are refused; one that was carried out stays so. */
  readonly refuseRefunds?: boolean;
  /** New sessions are refused. */
  readonly refuseSessions?: boolean;
}

/** What the provider knows of a session. */
export interface GatewaySession extends ProviderSession {
  readonly request: SessionRequest;
  /** Carried-out refunds: idempotency key → minor units. */
  readonly refunds: ReadonlyMap<string, number>;
}

/** A payment provider in memory, with the customer's side of it. */
export interface MemoryPaymentGateway extends PaymentGateway {
  readonly sessions: ReadonlyMap<string, GatewaySession>;
  /** The session of an order, if there is one. */
  sessionOf(orderId: string): GatewaySession | undefined;
  /** The customer pays on the page: `false` when the session is expired. Paying twice is one payment. */
  pay(sessionId: string): boolean;
  /** Minor units that were given back of a session. */
  refundedOf(sessionId: string): number;
  /** Replaces the behaviour as a whole. */
  misbehave(behaviour: GatewayBehaviour): void;
}

/**
 * A faithful payment provider in memory: it acts once for each idempotency key, never gives back more than was paid, and
 * can be told to act and then not to answer. It passes the same contract suite as the real adapter.
 */
export const memoryPaymentGateway = ({ now }: { readonly now: Clock }): MemoryPaymentGateway => {
  const sessions = new Map<string, GatewaySession>();
  let behaviour: GatewayBehaviour = {};

  /** Uses up one of a count. */
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
  const refundedOf = (sessionId: string): number =>
    [...known(sessionId).refunds.values()].reduce((sum, amount) => sum + amount, 0);

  return {
    sessions,
    sessionOf,
    refundedOf,
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

    refund: ({ key, sessionId, amount }) =>
      call(() => {
        const session = known(sessionId);
        if (session.status !== 'paid') {
          throw new AppError('unavailable', 'gateway.session-not-paid', 'The session is not paid');
        }
        const earlier = session.refunds.get(key);
        if (earlier === amount) return { outcome: 'settled' };
        if (earlier !== undefined) {
          throw new AppError(
            'unprocessable',
            'gateway.idempotency-key-reused',
            'Another amount under this key',
          );
        }
        if (refundedOf(sessionId) + amount > session.amount) {
          return { outcome: 'refused', reason: 'gateway.refund-exceeds-payment' };
        }
        if (behaviour.refuseRefunds === true) {
          return { outcome: 'refused', reason: 'gateway.refund-refused' };
        }
        sessions.set(sessionId, { ...session, refunds: new Map([...session.refunds, [key, amount]]) });
        return { outcome: 'settled' };
      }),
  };
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
