import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { Failure } from '../../common/failure.ts';
import { FailureNote } from '../../common/failure-note.tsx';
import { useDialog } from './use-dialog.ts';

/** The result of an action in a dialog: undefined if the action succeeded, otherwise why it failed. */
export type Done = { readonly failure: Failure; readonly what: string } | undefined;

/**
 * A dialog that asks for confirmation before an action. If the action fails, the dialog stays open and shows the
 * reason, so that the person can try again. The dialog cannot be closed while the action is in progress.
 */
export const Confirm = ({
  title,
  action,
  busyText,
  danger = false,
  run,
  close,
  children,
}: {
  readonly title: string;
  /** The text of the button. It names the action. */
  readonly action: string;
  readonly busyText: string;
  readonly danger?: boolean;
  readonly run: (form: FormData) => Promise<Done>;
  readonly close: () => void;
  readonly children: ComponentChildren;
}) => {
  const dialog = useDialog();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Done>();
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const result = await run(new FormData(event.currentTarget));
    setBusy(false);
    setProblem(result);
    if (result === undefined) close();
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby="confirm-title"
      onCancel={(event) => busy && event.preventDefault()}
      onClose={close}
    >
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="confirm-title">{title}</h2>
        {children}
        {problem !== undefined && <FailureNote failure={problem.failure} what={problem.what} />}
        <div class="dialog-buttons">
          <button type="button" aria-disabled={busy} onClick={() => !busy && dialog.current?.close()}>
            Close
          </button>
          <button type="submit" class={danger ? 'danger' : 'primary'} aria-disabled={busy}>
            {busy ? busyText : action}
          </button>
        </div>
      </form>
    </dialog>
  );
};

/** The text in a field of a form. Empty if the form has no such text. */
export const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
