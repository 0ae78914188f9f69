import type { Instant } from '../../../shared/kernel/clock.ts';
import { isSameAddress, type Address, type ContactDetails } from './contact.ts';

/** The mail provider's report about an e-mail that was sent. */
export interface MailFeedback {
  /** `other`: a report that stops no address, for example about a full mailbox. */
  readonly kind: 'bounced' | 'complained' | 'other';
  /** When the e-mail came back, or was reported as spam. */
  readonly at: Instant;
  /** The customer who got the e-mail. Absent if the report names no customer. */
  readonly customerId?: string | undefined;
  /** The addresses that the report is about. */
  readonly addresses: readonly string[];
}

/** An e-mail address before and after it is stopped. */
export interface Stop {
  readonly before: Address;
  readonly after: Address;
}

/** Why a report changes nothing. */
export type Unchanged =
  /** The report stops no address. */
  | 'ignored'
  /** The customer has no contact details, or the report names no customer. */
  | 'unknown-customer'
  /** The report is about another address than the customer has now. */
  | 'another-address'
  /** The address was verified after the report. */
  | 'verified-since'
  | 'stopped-already';

/**
 * Decides whether a report stops the customer's e-mail address. If the address was stopped because of a bounce, a
 * complaint becomes the new cause. A bounce does not replace a complaint, because a complaint shows that the owner
 * wants no more mails.
 * @returns the e-mail address before and after it is stopped, or why nothing changes.
 */
export const decideStop = (
  contact: ContactDetails | undefined,
  { kind, at, addresses }: MailFeedback,
): Stop | Unchanged => {
  if (kind === 'other') return 'ignored';
  if (contact === undefined) return 'unknown-customer';
  const { email } = contact;
  if (email === undefined || !addresses.some((address) => isSameAddress(address, email.address))) {
    return 'another-address';
  }
  if (email.verifiedAt !== undefined && email.verifiedAt > at) return 'verified-since';
  if (email.stopped !== undefined && (email.stopped.cause === 'complained' || kind === 'bounced')) {
    return 'stopped-already';
  }
  return { before: email, after: { ...email, stopped: { at, cause: kind } } };
};
