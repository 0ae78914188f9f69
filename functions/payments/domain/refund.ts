import type { Instant } from '../../../shared/kernel/clock.ts';

/** An entry of the refund ledger. */
export interface Refund {
  readonly refundId: string;
  /** In minor units, at least 1. */
  readonly amount: number;
  readonly status: 'PENDING' | 'SETTLED' | 'FAILED';
  readonly reason: string;
  readonly requestedAt: Instant;
  /** Counts from 1: each try that begins after the provider refused the one before. */
  readonly attempt: number;
  /** The amount as it was asked for; absent where all that was left was meant. Tells a repeat from a reused key. */
  readonly requestedAmount?: number;
  /** While PENDING: the provider has taken it on, and a webhook will tell how it ended. */
  readonly underWay?: true;
  /** While FAILED: why. */
  readonly failure?: string;
  /**
   * While FAILED: the provider had taken it on, and it failed afterwards, perhaps after it had settled: the bank sent the
   * money back. That is the end of the attempt, whatever was said of it before and comes late.
   */
  readonly final?: true;
}

/** Minor units that were given back. */
export const settledAmount = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, refund) => sum + (refund.status === 'SETTLED' ? refund.amount : 0), 0);

/** Minor units that were given back or are about to be. */
export const committedAmount = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, refund) => sum + (refund.status === 'FAILED' ? 0 : refund.amount), 0);

/**
 * The provider's idempotency key of a refund's current attempt: the refund's id, so that a call whose answer was lost can
 * be made again. A further attempt needs a key of its own, since a provider answers a used key with the old refusal;
 * it cannot refund twice, for it begins only after a definite no.
 */
export const refundKey = ({ refundId, attempt }: Pick<Refund, 'refundId' | 'attempt'>): string =>
  attempt === 1 ? refundId : `${refundId}#${attempt}`;
