import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { hadNoEffect, type Failure } from '../common/failure.ts';
import { person } from '../common/session.ts';
import { saveContact, type Contact } from './contact.ts';
import { FailureNote } from '../common/failure-note.tsx';

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** A form for the customer's contact details, with a button that saves them. */
export const ContactForm = ({ contact }: { readonly contact: Contact }) => {
  const [failure, setFailure] = useState<Failure>();
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const isNew = contact.email === undefined && contact.phone === undefined;
  const save = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state === 'saving') return;
    const form = new FormData(event.currentTarget);
    setState('saving');
    const result = await saveContact({
      email: textOf(form, 'email'),
      phone: textOf(form, 'phone'),
      mails: form.has('mails'),
      texts: form.has('texts'),
    });
    setFailure(result.ok ? undefined : result.failure);
    setState(result.ok ? 'saved' : 'idle');
  };
  return (
    <form class="form" onSubmit={(event) => void save(event)} onInput={() => setState('idle')}>
      <label class="field" for="email">
        E-mail
      </label>
      <input
        class="input"
        id="email"
        name="email"
        type="email"
        maxLength={254}
        autocomplete="email"
        defaultValue={contact.email ?? person.value?.email ?? ''}
      />
      <label class="check">
        <input type="checkbox" name="mails" defaultChecked={contact.channels.email || isNew} />
        Mail me what happens to my orders
      </label>
      <label class="field" for="phone">
        Mobile phone <span class="soft">(optional)</span>
      </label>
      <input
        class="input"
        id="phone"
        name="phone"
        type="tel"
        maxLength={30}
        placeholder="+353 86 123 4567"
        autocomplete="tel"
        defaultValue={contact.phone ?? ''}
      />
      <label class="check">
        <input type="checkbox" name="texts" defaultChecked={contact.channels.sms} />
        Text me when it is ready
      </label>
      {failure !== undefined && (
        <FailureNote
          failure={failure}
          what={hadNoEffect(failure) ? 'This was not saved.' : 'We do not know yet whether this was saved.'}
        />
      )}
      <button class="primary" type="submit" aria-disabled={state === 'saving'}>
        {state === 'saving' ? 'Saving …' : 'Save'}
      </button>
      <p class="soft" role="status">
        {state === 'saved' && 'Saved.'}
      </p>
    </form>
  );
};
