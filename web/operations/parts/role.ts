import { computed, effect, signal } from '@preact/signals';
import type { Failure } from '../../common/failure.ts';
import { person } from '../../common/session.ts';

/**
 * What the person may do, as far as the API's answers have shown it: `none` is a customer, `staff` may see orders and
 * figures, `admin` may also see the platform and change things. `unsure`: the API did not say it, because it fails.
 */
export type Role = 'unknown' | 'unsure' | 'none' | 'staff' | 'admin';

export const role = signal<Role>('unknown');

/** True if the page offers what only administrators may do. During an outage, the API itself refuses all others. */
export const isAdmin = computed(() => role.value === 'admin' || role.value === 'unsure');

// Another person may have another role.
const personId = computed(() => person.value?.id);
effect(() => {
  void personId.value;
  role.value = 'unknown';
});

/** True if the API refuses a call because of the person's role. */
export const isForbidden = (failure: Failure | undefined): boolean =>
  failure?.kind === 'refused' && failure.status === 403;

/** Learns from a call that only administrators may make. A customer is refused, too: see `learnStaff`. */
export const learnAdmin = (failure: Failure | undefined): void => {
  if (failure === undefined) role.value = 'admin';
  else if (role.value === 'none' || role.value === 'admin') return;
  else role.value = isForbidden(failure) ? 'staff' : 'unsure';
};

/** Learns from a call that only staff may make. */
export const learnStaff = (failure: Failure | undefined): void => {
  if (isForbidden(failure)) role.value = 'none';
};
