import type { Clock } from '../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import type { ProductStore } from './domain/product.ts';
import { abandonedOf } from './group-commit/batch-id.ts';
import { recoverBatch, type FinishDependencies } from './group-commit/finish-batch.ts';

/** The ports and settings of the use case. */
export interface SweepBatchesDependencies extends FinishDependencies {
  readonly products: Pick<ProductStore, 'activeIds' | 'inactiveIds'>;
  readonly now: Clock;
  /** After this many seconds an open batch counts as abandoned. Default: 60. */
  readonly leaseSeconds?: number;
}

/** The batches that a sweep found, by id. */
export interface Sweep {
  readonly finished: readonly string[];
  /** Open without an intent: nobody knows whose units they hold, so a person must act. */
  readonly lost: readonly string[];
}

/** Products that one read takes. */
const PAGE = 100;

/**
 * Finishes abandoned batches of products without new orders; where orders come in, their workers do it. Reads the stock
 * items of the whole catalogue, page by page.
 * @throws whatever a call throws; the next sweep begins again.
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
