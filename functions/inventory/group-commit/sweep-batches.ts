import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { ProductStore } from '../domain/product.ts';
import { abandonedOf } from './batch-id.ts';
import { recoverBatch, type FinishDependencies } from './finish-batch.ts';

/** The ports and settings of the use case. */
export interface SweepBatchesDependencies extends FinishDependencies {
  readonly products: Pick<ProductStore, 'activeIds' | 'inactiveIds'>;
  readonly now: Clock;
  /** A batch that has been open for more than this many seconds counts as abandoned. Default: 60. */
  readonly leaseSeconds?: number;
}

/** The ids of the abandoned batches that a sweep found. */
export interface Sweep {
  readonly finished: readonly string[];
  /** Open batches without an intent. Nothing shows whose units they hold, so a person must repair them. */
  readonly lost: readonly string[];
}

/** How many products one read may request. */
const PAGE = 100;

/**
 * Finishes the abandoned batches of all products. Workers finish the abandoned batches that they see while they process
 * orders, so the sweep matters for products without new orders. It reads the stock items of the whole catalogue, page
 * by page.
 * @throws the first error of a storage call. The next sweep starts from the beginning.
 */
export const sweepBatches =
  ({ products, now, leaseSeconds, ...finishing }: SweepBatchesDependencies) =>
  async (): Promise<Sweep> => {
    const recover = recoverBatch(finishing);
    const finished: string[] = [];
    const lost: string[] = [];
    const sweep = async (page: (request: PageRequest) => Promise<Page<string>>): Promise<void> => {
      let after: string | undefined;
      do {
        const { items, next } = await page({ limit: PAGE, ...(after === undefined ? {} : { after }) });
        for (const { open } of (await finishing.batches.stocks(items)).values()) {
          for (const batch of abandonedOf(open, now(), leaseSeconds)) {
            ((await recover(batch)) === 'finished' ? finished : lost).push(batch);
          }
        }
        after = next;
      } while (after !== undefined);
    };
    await sweep((request) => products.activeIds(request));
    await sweep((request) => products.inactiveIds(request));
    return { finished, lost };
  };
