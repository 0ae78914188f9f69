import { computed, effect, signal } from '@preact/signals';
import type { Failure } from '../../common/failure.ts';
import { person } from '../../common/session.ts';

/**
 * What the person may do, as far as the API's responses have shown it: `none` is a customer, `staff` may see orders and
 * figures, and cancel orders. `admin` may also see the platform, refund, and change the catalogue. `unsure` means that
 * the API has failed, so its response does not show the role.
 */
export type Role = 'unknown' | 'unsure' | 'none' | 'staff' | 'admin';

export const role = signal<Role>('unknown');

/**
 * True if the page offers what only administrators may do. If the role is `unsure`, for example during an outage, the
 * page offers it to everybody, and the API itself refuses people without the role.
 */
export const isAdmin = computed(() => role.value === 'admin' || role.value === 'unsure');

// Forgets the role when another person signs in, because that person may have another role.
const personId = computed(() => person.value?.id);
effect(() => {
  void personId.value;
  role.value = 'unknown';
});

/** True if the API refuses a call because of the person's role. */
export const isForbidden = (failure: Failure | undefined): boolean =>
  failure?.kind === 'refused' && failure.status === 403;

/**
 * Learns the role from the result of a call that only administrators may make. The API refuses this call to staff and
 * to customers. `learnStaff` tells these two apart.
 */
export const learnAdmin = (failure: Failure | undefined): void => {
  if (failure === undefined) role.value = 'admin';
  else if (role.value === 'none' || role.value === 'admin') return;
  else role.value = isForbidden(failure) ? 'staff' : 'unsure';
};

/** Learns the role from the result of a call that only staff may make. */
export const learnStaff = (failure: Failure | undefined): void => {
  if (isForbidden(failure)) role.value = 'none';
};
