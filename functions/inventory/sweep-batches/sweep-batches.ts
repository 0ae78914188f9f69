import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import { abandonedOf } from '../domain/escrow/batch-id.ts';
import { recoverBatch, type RollDependencies } from '../domain/escrow/roll-batch.ts';
import type { ProductStore } from '../domain/product-store.ts';

/** What the use case needs. */
export interface SweepBatchesDependencies extends RollDependencies {
  readonly products: Pick<ProductStore, 'activeIds' | 'inactiveIds'>;
  readonly now: Clock;
  /** After how many seconds the worker of an open batch is taken for dead; 60 unless told. */
  readonly leaseSeconds?: number;
}

/** What a sweep found, by batch id. */
export interface Sweep {
  readonly rolled: readonly string[];
  /** Open without a manifest: units are held that nobody can account for, so somebody has to look. */
  readonly lost: readonly string[];
}

/** Products that are looked at in one read. */
const PAGE = 100;

/**
 * Finishes what dead workers left open at products that nobody touches; where orders come in, they do it. It reads the
 * stock items of the catalogue, by page, and no row that it need not finish.
 * @throws whatever a call throws; the next sweep begins again.
 */
export const sweepBatches =
  ({ products, now, leaseSeconds, ...rolling }: SweepBatchesDependencies) =>
  async (): Promise<Sweep> => {
    const recover = recoverBatch(rolling);
    const rolled: string[] = [];
    const lost: string[] = [];
    const sweep = async (page: (request: PageRequest) => Promise<Page<string>>): Promise<void> => {
      let after: string | undefined;
      do {
        const { items, next } = await page({ limit: PAGE, ...(after === undefined ? {} : { after }) });
        for (const { open } of (await rolling.escrow.stocks(items)).values()) {
          for (const batch of abandonedOf(open, now(), leaseSeconds)) {
            ((await recover(batch)) === 'rolled' ? rolled : lost).push(batch);
          }
        }
        after = next;
      } while (after !== undefined);
    };
    await sweep((request) => products.activeIds(request));
    await sweep((request) => products.inactiveIds(request));
    return { rolled, lost };
  };
