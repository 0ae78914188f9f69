import { AppError } from '../../shared/errors.ts';
import { answerAgain } from './domain/reservation.ts';
import { groupRequests, oncePerOrder, type Requeue, type StockRequest } from './group-commit/grouping.ts';
import { reservationAggregate } from './group-commit/reservations.ts';
import { reserveMultiProductOrder } from './group-commit/reserve-multi-product-order.ts';
import { settleGroup, type SettleGroupDependencies } from './group-commit/settle-group.ts';

/** The ports of the use case. */
export interface ReserveStockDependencies extends SettleGroupDependencies {
  readonly requeue: Requeue;
}

/**
 * Accepts or refuses several requests for stock at once.
 * @returns the failures by order id. Their messages must be delivered again; all other messages are done.
 */
export type ReserveStock = (requests: readonly StockRequest[]) => Promise<ReadonlyMap<string, unknown>>;

/** How often one call tries to decide an order before it sends the order's message to the queue again. */
const MAX_ROUNDS = 3;
/** How many reservations one read may request. */
const ROWS_PER_READ = 100;

/**
 * Accepts or refuses requests for stock:
 * 1. if there are several requests for one order, keep only one of them;
 * 2. group the orders of one product. Orders of several products stay single;
 * 3. decide each group and each single order. If one of them fails, only its orders are affected;
 * 4. if an order was decided before, change nothing. If the orders service asks again (`attempt` above 1), publish the
 *    same answer again, unless the reservation is COMMITTED or RELEASED;
 * 5. if an order stays undecided, for example because an open batch may still return units, try again after a pause.
 *    After the last try, send a new copy of the order's message to the queue, and acknowledge the original. SQS counts
 *    the deliveries of the copy anew. So an order can wait for the decision without its message becoming a dead letter.
 */
export const reserveStock = (dependencies: ReserveStockDependencies): ReserveStock => {
  const { batches, pause, requeue } = dependencies;
  const { change } = reservationAggregate(dependencies);
  const settle = settleGroup(dependencies);
  const reserveSingly = reserveMultiProductOrder(dependencies);

  const answerKnown = async ({ orderId, attempt, trace }: StockRequest): Promise<void> => {
    if (attempt === 1) return;
    const answered = await change(orderId, trace, answerAgain);
    if (answered.outcome !== 'missing') return;
    throw new AppError(
      'unavailable',
      'reservation.vanished',
      `The reservation of order ${orderId} cannot be read`,
    );
  };

  const sendAgain = async (requests: readonly StockRequest[]): Promise<void> => {
    const rows = await batches.rows(requests.map(({ orderId }) => orderId));
    await Promise.all(
      requests.map((request) =>
        // If another worker has decided the order meanwhile, the order's message need not be sent again.
        rows.has(request.orderId) ? answerKnown(request) : requeue(request.message),
      ),
    );
  };

  return async (requests) => {
    const failures = new Map<string, unknown>();
    const byOrder = new Map<string, StockRequest>();
    const requestFor = (orderId: string): readonly StockRequest[] => {
      const request = byOrder.get(orderId);
      return request === undefined ? [] : [request];
    };
    /**
     * Runs `run`. If it fails, records the failure for each of the orders.
     * @returns the orders that stay undecided.
     */
    const settleOrFail = async (
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
      const { groups, multiProduct } = groupRequests(rest);
      const running = [
        ...groups.map((group) =>
          settleOrFail(
            group.lines.map(({ orderId }) => orderId),
            async () => {
              const { known, undecided } = await settle(group);
              await Promise.all([...known].flatMap(requestFor).map(answerKnown));
              return [...undecided].flatMap(requestFor);
            },
          ),
        ),
        ...multiProduct.map((request) =>
          settleOrFail([request.orderId], async () => {
            const result = await reserveSingly(request);
            if (result === 'known') await answerKnown(request);
            return result === 'undecided' ? [request] : [];
          }),
        ),
      ];
      rest = (await Promise.all(running)).flat();
    }
    for (let at = 0; at < rest.length; at += ROWS_PER_READ) {
      const some = rest.slice(at, at + ROWS_PER_READ);
      await settleOrFail(
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
