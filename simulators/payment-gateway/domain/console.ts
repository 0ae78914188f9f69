import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { disputesOf, leftOf, type Dispute, type Session, type SessionEvent } from './session.ts';
import { moneyMoved } from './webhook.ts';

/**
 * An action of a person in the console, or of the bank. Without an `amount`, all money that is left is refunded or
 * disputed.
 */
export type ConsoleAction =
  | { readonly action: 'refund' | 'open-dispute'; readonly amount?: number | undefined }
  | { readonly action: 'win-dispute' | 'lose-dispute' };

/** Why the console refuses an action. */
export type ConsoleRejection = 'session-not-paid' | 'refund-exceeds-payment' | 'no-open-dispute';

/** The console adds no refund or dispute if the session has this many refunds and disputes, whoever made them. */
const MAX_ENTRIES = 100;

/** Moves money without the merchant. The webhook that informs the merchant names only the session. */
export const actInConsole = (
  session: Session,
  command: ConsoleAction,
  at: Instant,
): Decision<SessionEvent, ConsoleRejection> => {
  if (session.status !== 'paid') return reject('session-not-paid');
  const disputes = disputesOf(session);
  const number = session.refunds.length + disputes.length + 1;
  const closed = disputes.filter(({ status }) => status !== 'open').length;
  switch (command.action) {
    case 'refund':
    case 'open-dispute': {
      const left = leftOf(session);
      const { amount = left } = command;
      if (amount > left || amount < 1 || number > MAX_ENTRIES) return reject('refund-exceeds-payment');
      if (command.action === 'refund') {
        const refund = { id: `re_console_${number}`, amount, at };
        const webhook = moneyMoved(session, 'payment.refunded', number + closed, at);
        return accept({ type: 'RefundedInConsole', refund, webhook });
      }
      const dispute: Dispute = {
        id: `dp_${number}`,
        amount,
        status: 'open',
        reason: 'fraudulent',
        openedAt: at,
      };
      const webhook = moneyMoved(session, 'dispute.opened', number + closed, at);
      return accept({ type: 'DisputesChanged', disputes: [...disputes, dispute], webhook });
    }
    case 'win-dispute':
    case 'lose-dispute': {
      if (disputes.every(({ status }) => status !== 'open')) return reject('no-open-dispute');
      const status = command.action === 'win-dispute' ? 'won' : 'lost';
      const decided = disputes.map((one) => (one.status === 'open' ? ({ ...one, status } as const) : one));
      const changes = number - 1 + decided.filter((one) => one.status !== 'open').length;
      const webhook = moneyMoved(session, 'dispute.closed', changes, at);
      return accept({ type: 'DisputesChanged', disputes: decided, webhook });
    }
  }
};
