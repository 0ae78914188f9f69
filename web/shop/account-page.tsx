import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../common/failure.ts';
import { person } from '../common/session.ts';
import { ContactForm } from './contact-form.tsx';
import { contact, loadContact } from './contact.ts';
import { FailureNote } from '../common/failure-note.tsx';
import { SignInFirst } from '../common/sign-in-first.tsx';
import { VerifyAddresses } from './verify-address.tsx';
import { YourData } from './your-data.tsx';

/** The page about the customer's contact details and stored data. */
export const AccountPage = () => {
  const [failure, setFailure] = useState<Failure>();
  const [forgotten, setForgotten] = useState(false);
  const id = person.value?.id;
  const load = async () => {
    const result = await loadContact();
    setFailure(result.ok ? undefined : result.failure);
  };
  useEffect(() => {
    document.title = 'Your account – Orderly';
    if (id !== undefined) void load();
  }, [id]);
  if (forgotten) {
    return (
      <div class="narrow stack" role="status">
        <h1>We are deleting your data</h1>
        <p>You are signed out. There is nothing else that you have to do.</p>
      </div>
    );
  }
  if (id === undefined) return <SignInFirst title="Your account" text="Sign in to see it." />;
  return (
    <div class="narrow stack">
      <h1>Your account</h1>
      {failure !== undefined && (
        <FailureNote failure={failure} what="Your account could not be loaded." again={load} />
      )}
      {contact.value !== undefined && (
        <>
          <section class="panel" aria-labelledby="reach">
            <h2 id="reach">How we reach you</h2>
            <ContactForm contact={contact.value} />
          </section>
          <VerifyAddresses contact={contact.value} />
          <YourData onForgotten={() => setForgotten(true)} />
        </>
      )}
    </div>
  );
};
