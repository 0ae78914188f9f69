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
  type Erasure,
  type RequestedBy,
} from './domain/erasure.ts';

/** What the use case needs: the erasures, a clock and a setting. */
export interface RequestErasureDependencies {
  readonly erasures: Erasures;
  readonly now: Clock;
  /** In how many days the last copy of a customer's data expires. */
  readonly copiesDays: number;
}

/** An erasure as the API returns it. */
export interface ErasureView {
  readonly requestedAt: Instant;
  readonly completeBy: Instant;
}

/**
 * Accepts the request to forget a customer. One write stores the erasure, with CustomerErasureRequested in its outbox.
 * A repeated request returns the erasure that is under way. After it is done, a new request starts another one.
 * @throws AppError `unavailable` if the erasure exists but cannot be read.
 */
export const requestErasure =
  ({ erasures, now, copiesDays }: RequestErasureDependencies) =>
  async (caller: Caller, customerId: string, trace: Trace): Promise<ErasureView> => {
    const by: RequestedBy =
      caller.id === customerId ? { role: 'customer' } : { role: 'admin', adminId: caller.id };
    const at = now();
    const fresh = requestedErasure(customerId, by, at);
    const created = await erasures.create(fresh, trace, [{ type: 'Requested', at, customerId, by }]);
    const { requestedAt } = created === 'inserted' ? fresh : await again();
    return { requestedAt, completeBy: completeBy(requestedAt, copiesDays) };

    async function again(): Promise<Erasure> {
      const changed = await erasures.change(erasureIdOf(customerId), trace, (erasure, time) =>
        requestAgain(erasure, { customerId, by, at: time }),
      );
      if (changed.outcome === 'accepted') return changed.state;
      throw new AppError('unavailable', 'erasure.vanished', 'Please try again');
    }
  };
