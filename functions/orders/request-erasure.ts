import { AppError } from '../../shared/errors.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import type { Clock, Instant } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Erasures } from './aggregate.ts';
import {
  completeBy,
  erasureIdOf,
  requestAgain,
  requestedErasure,
  type Accounts,
  type Erasure,
  type RequestedBy,
} from './domain/erasure.ts';

/** The ports of the use case, and a setting. */
export interface RequestErasureDependencies {
  readonly erasures: Erasures;
  /** Undefined if an external identity provider or a simulator has the customers' accounts. */
  readonly accounts: Accounts | undefined;
  readonly now: Clock;
  /** How many days after the request the last copy of a customer's data expires. */
  readonly copiesDays: number;
}

/** An erasure as the API returns it. */
export interface ErasureView {
  readonly requestedAt: Instant;
  readonly completeBy: Instant;
}

const ACCOUNT_REMAINS =
  'The erasure is under way, but the account for signing in could not be deleted. Repeat the request';

/**
 * Accepts the request to forget a customer. One write stores the erasure, with CustomerErasureRequested in its outbox.
 * A repeated request returns the erasure that is under way. After the erasure is done, a new request starts another
 * one. Each request, even a repeated one, then deletes the customer's account, if `accounts` is defined. So repeating
 * the request also repeats a deletion that failed.
 * @throws AppError `unavailable` if the stored erasure disappeared during the request, or if the account could not be
 *   deleted.
 */
export const requestErasure =
  ({ erasures, accounts, now, copiesDays }: RequestErasureDependencies) =>
  async (caller: Caller, customerId: string, trace: Trace): Promise<ErasureView> => {
    const by: RequestedBy =
      caller.id === customerId ? { role: 'customer' } : { role: 'admin', adminId: caller.id };
    const at = now();
    const fresh = requestedErasure(customerId, by, at);
    const created = await erasures.create(fresh, trace, [{ type: 'Requested', at, customerId, by }]);
    const { requestedAt } = created === 'inserted' ? fresh : await again();
    await accounts?.remove(customerId).catch((cause: unknown) => {
      throw new AppError('unavailable', 'erasure.account-not-deleted', ACCOUNT_REMAINS, { cause });
    });
    return { requestedAt, completeBy: completeBy(requestedAt, copiesDays) };

    async function again(): Promise<Erasure> {
      const changed = await erasures.change(erasureIdOf(customerId), trace, (erasure, time) =>
        requestAgain(erasure, { customerId, by, at: time }),
      );
      if (changed.outcome === 'accepted') return changed.state;
      throw new AppError('unavailable', 'erasure.vanished', 'Please try again');
    }
  };
