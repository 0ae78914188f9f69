import type { Caller } from '../../shared/kernel/caller.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { whileContended, type Pause } from '../../shared/kernel/contention.ts';
import {
  decideContact,
  viewOf,
  type ContactStore,
  type ContactView,
  type RequestedContact,
  type TextNumbers,
} from './domain/contact.ts';

/** The ports and settings of the use case. */
export interface SetContactDependencies {
  readonly contacts: Pick<ContactStore, 'load' | 'save'>;
  readonly numbers: TextNumbers;
  readonly now: Clock;
  readonly pause: Pause;
}

/**
 * Replaces all contact details of the caller, and shows them.
 * @throws AppError 400 if a channel is switched on without its address; 422 for a number that gets no text messages.
 */
export const setContact =
  ({ contacts, numbers, now, pause }: SetContactDependencies) =>
  async (caller: Caller, requested: RequestedContact): Promise<ContactView> =>
    whileContended(pause, async () => {
      const before = await contacts.load(caller.id);
      const at = now();
      const after = decideContact(before, requested, { proven: caller, numbers, now: at });
      return (await contacts.save(caller.id, { before, after, at })) ? viewOf(after) : 'contended';
    });
