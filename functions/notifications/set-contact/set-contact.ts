import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../../../shared/kernel/caller.ts';
import type { ContactStore } from '../domain/contact-store.ts';
import { missingAddresses, type ContactDetails } from '../domain/contact.ts';

/** Replaces the caller's own contact details and answers them. */
export type SetContact = (caller: Caller, contact: ContactDetails) => Promise<ContactDetails>;

/**
 * Says how the caller wants to be reached; what was said before is replaced as a whole.
 * @throws AppError 400 when a channel is switched on without its address.
 */
export const setContact =
  ({ contacts }: { readonly contacts: ContactStore }): SetContact =>
  async (caller, contact) => {
    const missing = missingAddresses(contact);
    if (missing.length > 0) {
      throw new AppError('invalid', 'contact.address-missing', 'A channel that is on needs its address', {
        fields: missing.map((field) => ({
          pointer: `/${field}`,
          detail: 'is needed for a channel that is on',
        })),
      });
    }
    await contacts.save(caller.id, contact);
    return contact;
  };
