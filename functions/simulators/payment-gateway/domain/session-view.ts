import { refundedAmountOf, type Session } from './session.ts';

/** A session as the API answers it; the shell adds the address of its page. */
export interface SessionView {
  readonly id: string;
  readonly status: Session['status'];
  readonly amount: number;
  readonly currency: string;
  readonly payBy: string;
  readonly paidAt?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly refundedAmount: number;
}

/** What others may see of a session. */
export const viewOf = (session: Session): SessionView => ({
  id: session.id,
  status: session.status,
  amount: session.amount,
  currency: session.currency,
  payBy: session.payBy,
  ...(session.status === 'paid' ? { paidAt: session.paidAt } : {}),
  metadata: session.metadata,
  refundedAmount: refundedAmountOf(session),
});
