import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import {
  automaticRefundOf,
  isCaptured,
  isDisputed,
  refundable,
  refundedOutside,
  type CapturedPayment,
  type Dispute,
  type Payment,
  type Refund,
} from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { ListedRefund, ProviderStatement } from './payment-gateway.ts';
import { recordRefund, refundKey } from './refunds.ts';

/**
 * At most this many disputes are kept: open ones first, then the newest. The money of a lost dispute counts as refunded
 * even if the dispute is not kept.
 */
export const MAX_DISPUTES = 10;

/** Why a statement of the provider is not recorded. */
export type StatementRejection =
  | 'nothing-captured'
  /** Another worker recorded a statement after this one was requested, so this one may be older. */
  | 'changed-meanwhile';

/** The payment's `Outside.revision`, or 0 if the payment has no record of what happened without this service. */
export const outsideRevision = (payment: Payment): number =>
  isCaptured(payment) ? (payment.outside?.revision ?? 0) : 0;

/**
 * Records what is in the provider's statement but not yet in the payment: how this service's own refunds ended, the
 * total that was refunded without this service, and disputes. A refund made without this service is always recorded,
 * whatever its amount, because the customer already has the money.
 * @param known `outsideRevision` of the payment before the statement was requested.
 */
export const recordStatement = (
  payment: Payment,
  { refunds, disputes }: ProviderStatement,
  known: number,
): Decision<PaymentEvent, StatementRejection> => {
  if (!isCaptured(payment)) return reject('nothing-captured');
  if (outsideRevision(payment) !== known) return reject('changed-meanwhile');
  const listed = new Map(refunds.flatMap((one) => (one.key === undefined ? [] : [[one.key, one] as const])));
  return accept(
    ...payment.refunds.flatMap((refund) => ownEnd(payment, refund, listed.get(refundKey(refund)))),
    ...outsideEvents(payment, refunds, disputes),
  );
};

/**
 * True if the automatic refund has to be continued. Either an attempt was opened and the provider has not answered it,
 * or the last attempt failed and something changed at the provider since, for example part of the money was refunded at
 * the provider, or a dispute was won. After a failed attempt, money must be left, and no dispute may be open. A final
 * failure is left to people.
 */
export const isRetryDue = (payment: Payment): boolean => {
  const automatic = automaticRefundOf(payment);
  if (!isCaptured(payment) || automatic === undefined) return false;
  if (automatic.status === 'PENDING') return automatic.underWay !== true;
  return (
    automatic.status === 'FAILED' &&
    automatic.final !== true &&
    outsideRevision(payment) > (automatic.failedAtOutside ?? 0) &&
    refundable(payment) > 0 &&
    !isDisputed(payment)
  );
};

/**
 * The events about how a refund by this service ended, if this service has not recorded it yet. A refund that is
 * recorded as FAILED stays as it is.
 */
const ownEnd = (
  payment: CapturedPayment,
  refund: Refund,
  listed: ListedRefund | undefined,
): readonly PaymentEvent[] => {
  if (listed === undefined || refund.status === 'FAILED') return [];
  const { result } = listed;
  if (refund.status === 'SETTLED' && result.outcome !== 'failed') return [];
  const { refundId, attempt } = refund;
  const decision = recordRefund(payment, { refundId, attempt, result });
  return decision.outcome === 'accepted' ? decision.events : [];
};

const outsideEvents = (
  payment: CapturedPayment,
  refunds: readonly ListedRefund[],
  reported: readonly Dispute[],
): readonly PaymentEvent[] => {
  const ownKeys = new Set(payment.refunds.flatMap(keysOf));
  const lost = sumOf(reported.filter(isMoneyLost));
  const given = sumOf(
    refunds.filter(({ key, result }) => result.outcome !== 'failed' && !(key && ownKeys.has(key))),
  );
  const before = payment.outside;
  const refunded = given + lost;
  const disputes = kept(reported);
  const news = disputes.filter((dispute) => isNews(dispute, before?.disputes));
  const amount = refunded - refundedOutside(payment);
  if (amount === 0 && news.length === 0) return [];

  const revision = outsideRevision(payment) + 1;
  const lostBefore = sumOf((before?.disputes ?? []).filter(isMoneyLost));
  const reason = lost > lostBefore ? 'dispute-lost' : 'refunded-at-provider';
  return [
    { type: 'OutsideRecorded', outside: { revision, refunded, disputes } },
    ...(amount > 0 ? [{ type: 'RefundedOutside', amount, revision, reason } as const] : []),
    ...(amount < 0 ? [{ type: 'OutsideRefundReturned', amount: -amount, revision } as const] : []),
    ...news
      .filter((dispute) => before?.disputes.every((one) => !isSameStep(one, dispute)) ?? true)
      .map((dispute) => ({ type: 'PaymentDisputed', dispute }) as const),
  ];
};

/** True if a lost dispute took money. It takes none if the money was refunded before (docs.stripe.com/disputes). */
const isMoneyLost = ({ status, fundsWithdrawn }: Dispute): boolean => status === 'LOST' && fundsWithdrawn;

/** The idempotency keys of all attempts of a refund. */
const keysOf = ({ refundId, attempt }: Refund): readonly string[] =>
  Array.from({ length: attempt }, (_, index) => refundKey({ refundId, attempt: index + 1 }));

const sumOf = (items: readonly { readonly amount: number }[]): number =>
  items.reduce((sum, { amount }) => sum + amount, 0);

const kept = (disputes: readonly Dispute[]): readonly Dispute[] =>
  disputes
    .toSorted(
      (a, b) => Number(b.status === 'OPEN') - Number(a.status === 'OPEN') || later(a.openedAt, b.openedAt),
    )
    .slice(0, MAX_DISPUTES);

const later = (a: Instant, b: Instant): number => (a === b ? 0 : a < b ? 1 : -1);

const isSameStep = (one: Dispute, other: Dispute): boolean =>
  one.disputeId === other.disputeId && one.status === other.status;

const isNews = (dispute: Dispute, before: readonly Dispute[] = []): boolean =>
  !before.some(
    (one) =>
      isSameStep(one, dispute) &&
      one.amount === dispute.amount &&
      one.fundsWithdrawn === dispute.fundsWithdrawn,
  );
