import { role } from './role.ts';

/** In place of a part that only administrators may see, or until it is known whether the person is one. */
export const ForAdmins = ({ title }: { readonly title: string }) =>
  role.value === 'unknown' ? (
    <p class="waiting-text">Loading …</p>
  ) : (
    <section class="empty">
      <h1>{title}</h1>
      <p>Only administrators may see this part.</p>
    </section>
  );
