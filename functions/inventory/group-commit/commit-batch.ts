import type { Clock } from '../../../shared/kernel/clock.ts';
import { whileContended } from '../../../shared/kernel/contention.ts';
import { abandonedOf, type NewBatchId } from './batch-id.ts';
import { unitsOf, type BatchIntent } from './batch-intent.ts';
import type { StockSnapshot, StockUpdate } from './batch-store.ts';
import { finishBatch, recoverBatch, type FinishDependencies, type FinishedBatch } from './finish-batch.ts';

/** The ports and settings of a group commit. */
export interface BatchDependencies extends FinishDependencies {
  readonly newBatchId: NewBatchId;
  readonly now: Clock;
  /** After this many seconds other workers finish an open batch. Default: 60. */
  readonly leaseSeconds?: number;
}

/** How a batch ended. */
export type Committed =
  | { readonly outcome: 'done'; readonly finished: FinishedBatch }
  /** It had no effect, because there was too little stock. */
  | { readonly outcome: 'refused'; readonly stock: StockSnapshot }
  /** It is unknown whether it had, or will have, an effect. If so, another worker finishes it. */
  | { readonly outcome: 'unknown' };

/** New ids that are tried. A second collision of 40 random bits within a second means a broken random source. */
const MAX_IDS = 3;

/**
 * Commits a batch:
 * 1. write the intent, which has no effect until it is opened;
 * 2. open it at the stock item, ONCE: the commit point. If the call has no answer, read whether it is open. If it is not,
 *    the call may still arrive, so the id is given up and the orders stay undecided;
 * 3. finish it.
 * @throws whatever a call throws. Before the commit point nothing has happened; after it any worker can finish.
 */
export const commitBatch =
  (dependencies: BatchDependencies) =>
  async (wanted: Omit<BatchIntent, 'batch' | 'at'>): Promise<Committed> => {
    const { batches, pause } = dependencies;
    const intent = await putIntent(dependencies, wanted);
    const { batch, kind, productId, lines } = intent;
    const units = kind === 'reserve' ? unitsOf(lines) : 0;

    let opened: StockUpdate | undefined;
    try {
      opened = await whileContended(pause, () => batches.open(productId, batch, units));
    } catch {
      opened = undefined;
    }
    if (opened?.outcome !== 'updated') {
      const stock = opened?.stock ?? (await batches.stock(productId));
      const isOpen = stock.open.includes(batch);
      if (!isOpen) return opened === undefined ? { outcome: 'unknown' } : { outcome: 'refused', stock };
    }
    return { outcome: 'done', finished: await finishBatch(dependencies)(intent) };
  };

const putIntent = async (
  { batches, newBatchId, now }: BatchDependencies,
  wanted: Omit<BatchIntent, 'batch' | 'at'>,
): Promise<BatchIntent> => {
  const at = now();
  for (let attempt = 1; attempt <= MAX_IDS; attempt += 1) {
    const intent: BatchIntent = { ...wanted, batch: newBatchId(), at };
    if ((await batches.putIntent(intent)) === 'inserted') return intent;
  }
  throw new Error(`${MAX_IDS} new batch ids in a row were taken`);
};

/** Abandoned batches that a worker finishes before its own work goes on. */
const MOST_RECOVERED = 2;

/**
 * Finishes batches whose worker died (roll forward), as seen in a snapshot of a stock item. A failure is ignored: it must
 * not fail the worker's own orders, and the next worker tries again.
 */
export const recoverAbandoned =
  (dependencies: BatchDependencies) =>
  async (open: readonly string[]): Promise<void> => {
    const recover = recoverBatch(dependencies);
    const abandoned = abandonedOf(open, dependencies.now(), dependencies.leaseSeconds).slice(
      0,
      MOST_RECOVERED,
    );
    await Promise.allSettled(abandoned.map(recover));
  };
