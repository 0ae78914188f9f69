import { role } from './role.ts';

/**
 * What people who are not administrators see in place of a part that is only for administrators. Shows "Loading" until
 * the person's role is known.
 */
export const ForAdmins = ({ title }: { readonly title: string }) =>
  role.value === 'unknown' ? (
    <p class="waiting-text">Loading …</p>
  ) : (
    <section class="empty">
      <h1>{title}</h1>
      <p>Only administrators may see this part.</p>
    </section>
  );
