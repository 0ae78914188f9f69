import { AppError } from '../../shared/errors.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import { missingAddresses, type ContactDetails, type ContactStore } from './domain/contact.ts';

/**
 * Replaces all contact details of the caller, and returns them.
 * @throws AppError 400 if a channel is switched on without its address.
 */
export const setContact =
  ({ contacts }: { readonly contacts: ContactStore }) =>
  async (caller: Caller, contact: ContactDetails): Promise<ContactDetails> => {
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
