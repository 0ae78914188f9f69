import type { Caller } from '../../../shared/kernel/caller.ts';
import type { ContactStore } from '../domain/contact-store.ts';
import { noContact, type ContactDetails } from '../domain/contact.ts';

/** Answers the caller's own contact details. */
export type GetContact = (caller: Caller) => Promise<ContactDetails>;

/** The caller's contact details; who has given none has no channel switched on. */
export const getContact =
  ({ contacts }: { readonly contacts: ContactStore }): GetContact =>
  async (caller) =>
    (await contacts.load(caller.id)) ?? noContact;
