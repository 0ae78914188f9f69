import type { ContactDetails } from './contact.ts';

/** Keeps the contact details, one set a customer. */
export interface ContactStore {
  /** What the customer said last, strongly consistent; `undefined` when they never said. */
  load(customerId: string): Promise<ContactDetails | undefined>;
  /** As `load`, for half the price: eventually consistent, so a change may take a second or so to be seen. */
  glance(customerId: string): Promise<ContactDetails | undefined>;
  /** Replaces it all; of two at once, the last one stays. */
  save(customerId: string, contact: ContactDetails): Promise<void>;
}
