import { useRef, useState } from 'preact/hooks';
import { ownApi, resultOf } from '../common/calls.ts';
import { hadNoEffect, type Failure } from '../common/failure.ts';
import { forgetSignIn } from '../common/session.ts';
import { attempt } from './checkout.ts';
import { emptyBasket } from './basket.ts';
import { contact } from './contact.ts';
import { FailureNote } from '../common/failure-note.tsx';

/** Loads all pages of the customer's data. Never throws: the result contains the failure. */
const loadExport = async () => {
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? {} : { cursor };
    const result = await resultOf(ownApi.GET('/me/export', { params: { query } }));
    if (!result.ok) return result;
    pages.push(result.value);
    cursor = (result.value as { readonly nextCursor?: string }).nextCursor;
  } while (cursor !== undefined);
  return { ok: true, value: pages } as const;
};

const download = (content: unknown): void => {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(content, undefined, 2)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = 'orderly-my-data.json';
  link.click();
  URL.revokeObjectURL(url);
};

/**
 * Lets the customer download the stored data, or have it erased.
 * @param onForgotten called when the erasure has begun
 */
export const YourData = ({ onForgotten }: { readonly onForgotten: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ readonly failure: Failure; readonly what: string }>();
  const take = async () => {
    if (busy) return;
    setBusy(true);
    const result = await loadExport();
    setBusy(false);
    setProblem(result.ok ? undefined : { failure: result.failure, what: 'Nothing was downloaded.' });
    if (result.ok) download(result.value);
  };
  const forget = async () => {
    if (busy) return;
    setBusy(true);
    const result = await resultOf(ownApi.DELETE('/me'));
    setBusy(false);
    dialog.current?.close();
    if (!result.ok) {
      const { failure } = result;
      const what = hadNoEffect(failure)
        ? 'Nothing was deleted.'
        : 'We do not know yet whether your data is being deleted.';
      setProblem({ failure, what });
      return;
    }
    onForgotten();
    contact.value = undefined;
    attempt.value = undefined;
    emptyBasket();
    forgetSignIn();
  };
  return (
    <section class="panel" aria-labelledby="data">
      <h2 id="data">Your data</h2>
      <p class="soft">Everything that is stored about you: to take along, or to be deleted.</p>
      {problem !== undefined && <FailureNote {...problem} />}
      <div class="buttons">
        <button type="button" aria-disabled={busy} onClick={() => void take()}>
          Download my data
        </button>
        <button type="button" onClick={() => dialog.current?.showModal()}>
          Delete my account
        </button>
      </div>
      <dialog ref={dialog} aria-labelledby="forget-title">
        <h2 id="forget-title">Delete your account?</h2>
        <p>We forget your name, your addresses and your notes. You do not see your orders any more.</p>
        <div class="dialog-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
          <button type="button" class="danger" aria-disabled={busy} onClick={() => void forget()}>
            Delete it
          </button>
        </div>
      </dialog>
    </section>
  );
};
