import type { Caller } from '../../shared/kernel/caller.ts';
import { noContact, type ContactDetails, type ContactStore } from './domain/contact.ts';

/** Shows the caller's own contact details. For a caller who never set any, all channels are off. */
export const getContact =
  ({ contacts }: { readonly contacts: ContactStore }) =>
  async (caller: Caller): Promise<ContactDetails> =>
    (await contacts.load(caller.id)) ?? noContact;
