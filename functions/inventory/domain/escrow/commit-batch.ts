import type { Clock } from '../../../../shared/kernel/clock.ts';
import { whileContended } from '../../../../shared/kernel/contention.ts';
import { abandonedOf, type NewBatchId } from './batch-id.ts';
import type { EscrowedStock, StockUpdate } from './escrow-store.ts';
import { unitsOf, type Manifest } from './manifest.ts';
import { recoverBatch, rollBatch, type RollDependencies, type Rolled } from './roll-batch.ts';

/** What settling a batch needs. */
export interface BatchDependencies extends RollDependencies {
  readonly newBatchId: NewBatchId;
  readonly now: Clock;
  /** After how many seconds the worker of an open batch is taken for dead; 60 unless told. */
  readonly leaseSeconds?: number;
}

/** How a batch ended. */
export type Committed =
  | { readonly outcome: 'done'; readonly rolled: Rolled }
  /** It had no effect: too little was there, as this snapshot shows. */
  | { readonly outcome: 'refused'; readonly stock: EscrowedStock }
  /** Nobody knows whether it will have an effect; if it has, somebody finishes it. Its orders are not decided. */
  | { readonly outcome: 'unknown' };

/** Ids that are tried: a second collision of 40 random bits within one second is a broken source of chance. */
const MAX_IDS = 3;

/**
 * Settles a batch:
 * 1. write the manifest: an intent that is harmless while nobody opens it;
 * 2. open it at the stock item, ONCE: the commit point. Without an answer, the item itself says whether it is open; if it
 *    is not, the call may still take effect, so the id is given up and its orders wait;
 * 3. finish it.
 * @throws whatever a call throws; before the commit point nothing has happened then, after it anybody can go on.
 */
export const commitBatch =
  (dependencies: BatchDependencies) =>
  async (intent: Omit<Manifest, 'batch' | 'at'>): Promise<Committed> => {
    const { escrow, pause } = dependencies;
    const manifest = await putManifest(dependencies, intent);
    const { batch, kind, productId, lines } = manifest;
    const units = kind === 'reserve' ? unitsOf(lines) : 0;

    let opened: StockUpdate | undefined;
    try {
      opened = await whileContended(pause, () => escrow.open(productId, batch, units));
    } catch {
      opened = undefined;
    }
    if (opened?.outcome !== 'updated') {
      const stock = opened?.stock ?? (await escrow.stock(productId));
      const isOpen = stock.open.includes(batch);
      if (!isOpen) return opened === undefined ? { outcome: 'unknown' } : { outcome: 'refused', stock };
    }
    return { outcome: 'done', rolled: await rollBatch(dependencies)(manifest) };
  };

const putManifest = async (
  { escrow, newBatchId, now }: BatchDependencies,
  intent: Omit<Manifest, 'batch' | 'at'>,
): Promise<Manifest> => {
  const at = now();
  for (let attempt = 1; attempt <= MAX_IDS; attempt += 1) {
    const manifest: Manifest = { ...intent, batch: newBatchId(), at };
    if ((await escrow.putManifest(manifest)) === 'inserted') return manifest;
  }
  throw new Error(`${MAX_IDS} new batch ids in a row were taken`);
};

/** Abandoned batches that one passer-by finishes at most, so that its own work is not held up for long. */
const MOST_RECOVERED = 2;

/**
 * Finishes what dead workers left open, as a snapshot of a stock item showed it. What fails is left to the next one who
 * sees it: somebody else's work must not fail one's own.
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
