import { AppError } from '../../shared/errors.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import { noSuchSession, type Sessions } from './aggregate.ts';
import type { BehaviourStore } from './domain/behaviour.ts';
import { refund } from './domain/session.ts';

export interface Dependencies {
  readonly sessions: Sessions;
  readonly behaviours: BehaviourStore;
  /** Derives the refund's id from `key`, which contains the session's id and the idempotency key. */
  readonly refundIdOf: (key: string) => Promise<string>;
}

/** `refused`: the configured `Behaviour` makes the gateway refuse new refunds. */
export type RefundOutcome =
  | {
      readonly outcome: 'settled';
      readonly refund: { readonly id: string; readonly amount: number; readonly status: 'settled' };
    }
  | { readonly outcome: 'refused' };

/**
 * Refunds money of a paid session, in total never more than was paid. A repeated request with the same key and amount
 * is not a second refund.
 * @param amount in minor units (cents).
 * @throws AppError `gateway.session-not-found`, `gateway.session-not-paid`, `gateway.refund-exceeds-payment`, and
 *   `gateway.idempotency-key-reused` for a key that was used with another amount.
 */
export const refundPayment =
  ({ sessions, behaviours, refundIdOf }: Dependencies) =>
  async (sessionId: string, key: string, amount: number, trace: Trace): Promise<RefundOutcome> => {
    const { refuseRefunds = false } = await behaviours.load();
    const id = await refundIdOf(`${sessionId} ${key}`);
    const changed = await sessions.change(sessionId, trace, (session, at) =>
      refund(session, { id, key, amount, at }, refuseRefunds),
    );
    if (changed.outcome === 'missing') throw noSuchSession();
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
        throw refuse('unprocessable', 'The refund is more than what is left of the payment');
      case 'idempotency-key-reused':
        throw refuse('unprocessable', 'This Idempotency-Key was used for a refund of another amount');
    }
  };
