import { AppError } from '../../../shared/errors.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import { changeReservation } from '../domain/change-reservation.ts';
import { groupRequests, oncePerOrder, type StockRequest } from '../domain/escrow/grouping.ts';
import { answerAgain } from '../domain/reservation.ts';
import { reserveTogether } from './reserve-together.ts';
import { settleGroup, type SettleGroupDependencies } from './settle-group.ts';

/** Has a message delivered again in a second or two, as a new one. Durable once it returns. */
export type Requeue = (message: OutboxMessage) => Promise<void>;

/** What the use case needs. */
export interface ReserveStockDependencies extends SettleGroupDependencies {
  readonly requeue: Requeue;
}

/**
 * Settles orders' wishes for stock, many at once.
 * @returns what went wrong, by order: its message must be delivered again. All others are dealt with.
 */
export type ReserveStock = (requests: readonly StockRequest[]) => Promise<ReadonlyMap<string, unknown>>;

/** Tries within one call before an order waits for a new delivery. */
const MAX_ROUNDS = 3;
/** Rows that one read takes. */
const ROWS_PER_READ = 100;

/**
 * Settles orders' wishes for stock:
 * 1. several copies of one order are one; orders of one product are grouped, those of several products go one by one;
 * 2. each group, and each of the others, is settled; what fails, fails by itself;
 * 3. an order that was decided before changes nothing, and one that is asked for again gets the same answer again;
 * 4. what cannot be decided yet is tried again after a pause, and then sent again and acknowledged, so that the wait
 *    neither takes a visibility timeout nor uses up deliveries. It is never refused for being undecided.
 */
export const reserveStock = (dependencies: ReserveStockDependencies): ReserveStock => {
  const { escrow, pause, requeue } = dependencies;
  const settle = settleGroup(dependencies);
  const together = reserveTogether(dependencies);

  const answerKnown = async ({ orderId, attempt, cause }: StockRequest): Promise<void> => {
    if (attempt === 1) return;
    const answered = await changeReservation(dependencies, orderId, answerAgain, cause);
    if (answered.outcome !== 'missing') return;
    throw new AppError('unavailable', 'reservation.vanished', `The row of order ${orderId} cannot be read`);
  };

  const sendAgain = async (requests: readonly StockRequest[]): Promise<void> => {
    const rows = await escrow.rows(requests.map(({ orderId }) => orderId));
    await Promise.all(
      requests.map((request) =>
        // Decided meanwhile, or ended before it was decided: nothing is left to wait for.
        rows.has(request.orderId) ? answerKnown(request) : requeue(request.message),
      ),
    );
  };

  return async (requests) => {
    const failures = new Map<string, unknown>();
    const byOrder = new Map<string, StockRequest>();
    const of = (orderId: string): readonly StockRequest[] => {
      const request = byOrder.get(orderId);
      return request === undefined ? [] : [request];
    };
    /** Runs a part; if it fails, its orders fail and no others. @returns the orders that are left undecided. */
    const part = async (
      orderIds: readonly string[],
      run: () => Promise<readonly StockRequest[]>,
    ): Promise<readonly StockRequest[]> => {
      try {
        return await run();
      } catch (error) {
        for (const orderId of orderIds) failures.set(orderId, error);
        return [];
      }
    };

    let rest = oncePerOrder(requests);
    for (const request of rest) byOrder.set(request.orderId, request);
    for (let round = 1; rest.length > 0 && round <= MAX_ROUNDS; round += 1) {
      if (round > 1) await pause(round - 1);
      const { groups, several } = groupRequests(rest);
      const parts = [
        ...groups.map((group) =>
          part(
            group.lines.map(({ orderId }) => orderId),
            async () => {
              const { known, undecided } = await settle(group);
              await Promise.all([...known].flatMap(of).map(answerKnown));
              return [...undecided].flatMap(of);
            },
          ),
        ),
        ...several.map((request) =>
          part([request.orderId], async () => {
            const result = await together(request);
            if (result === 'known') await answerKnown(request);
            return result === 'undecided' ? [request] : [];
          }),
        ),
      ];
      rest = (await Promise.all(parts)).flat();
    }
    for (let at = 0; at < rest.length; at += ROWS_PER_READ) {
      const some = rest.slice(at, at + ROWS_PER_READ);
      await part(
        some.map(({ orderId }) => orderId),
        async () => {
          await sendAgain(some);
          return [];
        },
      );
    }
    return failures;
  };
};
