import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import { viewOf, type PartnerStore, type PartnerView } from './domain/partner.ts';

/** Lists partners by id. A partner that was created within the last second may be missing. */
export const listPartners =
  ({ store }: { readonly store: Pick<PartnerStore, 'ids' | 'loadMany'> }) =>
  async (page: PageRequest): Promise<Page<PartnerView>> => {
    const { items: ids, next } = await store.ids(page);
    const partners = await store.loadMany(ids);
    return { items: partners.map(viewOf), ...(next === undefined ? {} : { next }) };
  };
