import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { Failure } from '../common/failure.ts';
import { sendCode, verify, type Channel, type Contact } from './contact.ts';
import { FailureNote } from '../common/failure-note.tsx';

const Unverified = ({ channel, address }: { readonly channel: Channel; readonly address: string }) => {
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const run = async (call: () => Promise<{ readonly ok: boolean; readonly failure?: Failure }>) => {
    if (busy) return false;
    setBusy(true);
    const result = await call();
    setFailure(result.failure);
    setBusy(false);
    return result.ok;
  };
  const ask = async () => {
    if (await run(() => sendCode(channel))) setSent(true);
  };
  const check = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    await run(() => verify(channel, typeof code === 'string' ? code.replaceAll(/\s/g, '') : ''));
  };
  return (
    <section class="panel">
      <h2>
        Confirm <bdi>{address}</bdi>
      </h2>
      <p class="soft">We send nothing to it before you confirm that it is yours.</p>
      {failure !== undefined && <FailureNote failure={failure} what="That did not work." />}
      {sent && (
        <form class="code-form" onSubmit={(event) => void check(event)}>
          <label class="field" for={`code-${channel}`}>
            The 6 digits that we sent you
          </label>
          <input
            class="input"
            id={`code-${channel}`}
            name="code"
            inputMode="numeric"
            autocomplete="one-time-code"
            maxLength={8}
            required
          />
          <button class="primary" type="submit" aria-disabled={busy}>
            Confirm
          </button>
        </form>
      )}
      <button type="button" class={sent ? 'quiet' : ''} aria-disabled={busy} onClick={() => void ask()}>
        {sent ? 'Send another code' : 'Send me a code'}
      </button>
    </section>
  );
};

/** Forms to confirm the addresses that are not verified yet, of the channels that are switched on. */
export const VerifyAddresses = ({ contact }: { readonly contact: Contact }) => (
  <>
    {contact.email !== undefined && contact.channels.email && contact.status.email === 'unverified' && (
      <Unverified key={contact.email} channel="email" address={contact.email} />
    )}
    {contact.phone !== undefined && contact.channels.sms && contact.status.phone === 'unverified' && (
      <Unverified key={contact.phone} channel="sms" address={contact.phone} />
    )}
  </>
);
