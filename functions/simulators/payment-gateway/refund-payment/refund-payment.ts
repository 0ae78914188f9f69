import { AppError } from '../../../../shared/errors.ts';
import { change } from '../../../../shared/kernel/change.ts';
import type { Clock } from '../../../../shared/kernel/clock.ts';
import type { BehaviourStore } from '../domain/behaviour.ts';
import { refund } from '../domain/decide.ts';
import type { SessionStore } from '../domain/session-store.ts';
import { evolve } from '../domain/session.ts';

export interface Dependencies {
  readonly sessions: SessionStore;
  readonly behaviours: BehaviourStore;
  /** The refund's id, made of the session's id and the merchant's idempotency key. */
  readonly refundIdOf: (key: string) => Promise<string>;
  readonly now: Clock;
}

/** How a request for a refund ended: done, now or before; or the gateway would not, as it was told to. */
export type RefundOutcome =
  | {
      readonly outcome: 'settled';
      readonly refund: { readonly id: string; readonly amount: number; readonly status: 'settled' };
    }
  | { readonly outcome: 'refused' };

/**
 * Gives money of a paid session back, never more in all than was paid. The same key with the same amount is one refund.
 * @param amount minor units.
 * @throws AppError `not-found`; `conflict` for a session that is not paid; `unprocessable` for more than is left, or for
 *   a key that was used with another amount.
 */
export const refundPayment =
  ({ sessions, behaviours, refundIdOf, now }: Dependencies) =>
  async (sessionId: string, key: string, amount: number): Promise<RefundOutcome> => {
    const { refuseRefunds = false } = await behaviours.load();
    const id = await refundIdOf(`${sessionId} ${key}`);
    const changed = await change({
      load: () => sessions.load(sessionId),
      decide: (session) => refund(session, { id, key, amount, at: now() }, refuseRefunds),
      evolve,
      save: (next, version) => sessions.save(next, version),
    });
    if (changed.outcome === 'missing') {
      throw new AppError('not-found', 'gateway.session-not-found', 'No such session');
    }
    if (changed.outcome === 'accepted') {
      return { outcome: 'settled', refund: { id, amount, status: 'settled' } };
    }
    const refuse = (kind: 'conflict' | 'unprocessable', detail: string) =>
      new AppError(kind, `gateway.${changed.reason}`, detail);
    switch (changed.reason) {
      case 'refund-refused':
        return { outcome: 'refused' };
      case 'session-not-paid':
        throw refuse('conflict', 'The session is not paid');
      case 'refund-exceeds-payment':
        throw refuse('unprocessable', 'That is more than is left of the payment');
      case 'idempotency-key-reused':
        throw refuse('unprocessable', 'This Idempotency-Key was used for a refund of another amount');
    }
  };
