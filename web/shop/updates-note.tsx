import { useEffect } from 'preact/hooks';
import { pathTo } from '../common/place.ts';
import { person } from '../common/session.ts';
import { contact, loadContact, type Contact } from './contact.ts';

const textOf = ({ email, channels, status }: Contact) => {
  if (email === undefined || !channels.email) return 'You get no mails about your orders.';
  if (status.email !== 'verified') return 'Your e-mail address is not confirmed yet.';
  return undefined;
};

/** Shows to which address mails about the order are sent, or why there are none, with a link to change this. */
export const UpdatesNote = () => {
  const id = person.value?.id;
  useEffect(() => {
    if (id !== undefined && contact.value === undefined) void loadContact();
  }, [id]);
  if (id === undefined || contact.value === undefined) return null;
  const problem = textOf(contact.value);
  return (
    <p class="updates">
      <span>
        {problem ?? (
          <>
            Updates go to <bdi>{contact.value.email}</bdi>
          </>
        )}
      </span>
      <a href={pathTo('account')}>{problem === undefined ? 'Change' : 'Get mails'}</a>
    </p>
  );
};
