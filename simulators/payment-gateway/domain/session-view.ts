import { disputesOf, refundedAmountOf, type Dispute, type Session } from './session.ts';

/** A session as the merchant sees it. */
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

/** A session with everything that happened to its money. The merchant gets this when it looks the session up. */
export interface SessionDetails extends SessionView {
  readonly orderId: string;
  /** Refunds without a `key` were made in the console. */
  readonly refunds: readonly {
    readonly id: string;
    readonly key?: string;
    readonly amount: number;
    readonly status: 'settled';
  }[];
  readonly disputes: readonly Dispute[];
}

/** A session as the payment page shows it. */
export type PayableSession = SessionView & { readonly orderId: string };

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

export const payableOf = (session: Session): PayableSession => ({
  ...viewOf(session),
  orderId: session.orderId,
});

export const detailsOf = (session: Session): SessionDetails => ({
  ...payableOf(session),
  refunds:
    session.status === 'paid'
      ? session.refunds.map(({ id, key, amount }) => ({
          id,
          ...(key === undefined ? {} : { key }),
          amount,
          status: 'settled' as const,
        }))
      : [],
  disputes: disputesOf(session),
});

/** A session as the API returns it. `url` is the address of its payment page. */
export const withUrl = <View extends SessionView>(
  session: View,
  baseUrl: string,
): View & { readonly url: string } => ({
  ...session,
  url: `${baseUrl}/gateway/pay/${session.id}`,
});
