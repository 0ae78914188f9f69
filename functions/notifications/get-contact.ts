import type { Caller } from '../../shared/kernel/caller.ts';
import { noContact, viewOf, type ContactStore, type ContactView } from './domain/contact.ts';

/** Shows the caller's own contact details. */
export const getContact =
  ({ contacts }: { readonly contacts: Pick<ContactStore, 'load'> }) =>
  async (caller: Caller): Promise<ContactView> =>
    viewOf((await contacts.load(caller.id)) ?? noContact);
