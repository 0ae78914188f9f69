import type { Caller } from '../../shared/kernel/caller.ts';
import { noContact, type ContactDetails, type ContactStore } from './domain/contact.ts';

/** The caller's own contact details. A caller who never set any has all channels off. */
export const getContact =
  ({ contacts }: { readonly contacts: ContactStore }) =>
  async (caller: Caller): Promise<ContactDetails> =>
    (await contacts.load(caller.id)) ?? noContact;
