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
  /** Other workers may finish a batch that has been open for more than this many seconds. Default: 60. */
  readonly leaseSeconds?: number;
}

/** How a batch ended. */
export type Committed =
  | { readonly outcome: 'done'; readonly finished: FinishedBatch }
  /** The batch had no effect, because there was too little stock. */
  | { readonly outcome: 'refused'; readonly stock: StockSnapshot }
  /** It is unknown whether the batch is or will be open. If the batch is open, another worker finishes it. */
  | { readonly outcome: 'unknown' };

/**
 * How many new ids a worker tries for a batch. If this many ids in a row are taken, although each has 40 random bits,
 * the random source is broken.
 */
const MAX_IDS = 3;

/**
 * Commits a batch, which takes or returns the units of several orders:
 * 1. write the intent, the record of what the batch is about to do. The intent has no effect until the batch is open;
 * 2. open the batch by a write to the stock item. This write is the commit point. If its outcome is unknown, do not
 *    repeat it, but read whether the batch is open. If the batch is not open, the write may still take effect later:
 *    return `unknown`, and never use the id of this batch again;
 * 3. finish the batch.
 * @throws the error of a storage call. If the batch was already open when the call failed, another worker finishes it.
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

/** The most abandoned batches that one call finishes. */
const MOST_RECOVERED = 2;

/**
 * Finishes batches whose workers died (roll forward).
 *
 * Ignores failures, because they must not make the worker's own orders fail. The next worker tries again.
 * @param open the open batches of a stock item.
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
