import { AppError } from '../../shared/errors.ts';
import type { ContactStore } from './domain/contact.ts';
import { decideStop, type MailFeedback, type Unchanged } from './domain/feedback.ts';

/** What may be logged about the effect of a report of the mail provider. */
export interface Heard {
  readonly outcome: 'stopped' | Unchanged;
  readonly kind: MailFeedback['kind'];
}

export interface HearFeedbackDependencies {
  readonly contacts: Pick<ContactStore, 'load' | 'stop'>;
  readonly onHeard: (heard: Heard) => void;
}

/**
 * Marks an e-mail address as stopped after a permanent bounce or a complaint. From then on, it gets only verification
 * codes. The customer removes the mark by verifying the address again. A report that changes nothing is acknowledged.
 * @throws AppError `conflict` if the contact details change meanwhile. The report is then delivered again.
 */
export const hearFeedback =
  ({ contacts, onHeard }: HearFeedbackDependencies) =>
  async (feedback: MailFeedback): Promise<void> => {
    // If the report names no customer, the lookup uses the empty id, which no customer has.
    const { kind, customerId = '' } = feedback;
    const decision = decideStop(await contacts.load(customerId), feedback);
    if (typeof decision === 'string') return onHeard({ outcome: decision, kind });
    const saved = await contacts.stop(customerId, decision.before, decision.after);
    if (!saved)
      throw new AppError('conflict', 'contact.changed', 'The contact details have changed meanwhile');
    onHeard({ outcome: 'stopped', kind });
  };
