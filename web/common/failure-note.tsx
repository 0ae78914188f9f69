import type { Failure } from './failure.ts';

const textOf = (failure: Failure): string => {
  switch (failure.kind) {
    case 'offline':
      return 'You are offline. Check your connection, then try again.';
    case 'no-answer':
      return 'There was no answer. Try again in a moment.';
    case 'busy':
      return 'The shop is very busy. Try again in a moment.';
    case 'signed-out':
      return 'You are not signed in any more.';
    case 'refused':
      return failure.detail;
  }
};

/** Shows that something failed and why, and offers to try again. */
export const FailureNote = ({
  failure,
  what,
  again,
}: {
  readonly failure: Failure;
  /** A sentence about what failed. */
  readonly what: string;
  readonly again?: (() => unknown) | undefined;
}) => (
  <div class="notice bad" role="alert">
    <p>
      <strong>{what}</strong> {textOf(failure)}
    </p>
    {again !== undefined && (
      <button type="button" onClick={() => void again()}>
        Try again
      </button>
    )}
  </div>
);
