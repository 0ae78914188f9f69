import { FailureNote } from '../../common/failure-note.tsx';
import { counted } from '../parts/words.ts';
import type { Progress } from './in-steps.ts';
import { outcomeText } from './redrive-dialog.tsx';
import { ongoing, stop } from './redrive-slowly.ts';

/** The text that says why the page no longer sends dead letters back in steps. */
const endOf = ({ state, total, outcome, returned }: Progress): string => {
  const left = total - outcome.moved - outcome.refused.length - outcome.notFound;
  const rest = left === 0 ? '' : ` ${counted(left, 'message')} not sent.`;
  switch (state) {
    case 'came-back':
      return `Stopped, because ${counted(returned, 'message')} came back.${rest} Fix the cause first.`;
    case 'stopped':
      return `Stopped.${rest}`;
    case 'failed':
      return `Stopped by a failure.${rest}`;
    case 'running':
    case 'done':
      return '';
  }
};

/** Shows the progress of sending dead letters back in steps, with a button that stops it. */
export const OngoingRedrive = () => {
  const progress = ongoing.value;
  if (progress === undefined) return null;
  const { state, total, outcome, failure } = progress;
  const sent = outcome.moved + outcome.refused.length + outcome.notFound;
  const running = state === 'running';
  return (
    <section
      class={`notice ${running || state === 'done' ? 'good' : 'hint'}`}
      aria-label="Sending back in steps"
    >
      <div class="panel-head">
        <p role="status">
          {running ? `Sending back: ${sent} of ${total}. None has come back.` : outcomeText(outcome)}{' '}
          {endOf(progress)}
        </p>
        {running ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" class="quiet" onClick={() => (ongoing.value = undefined)}>
            Close
          </button>
        )}
      </div>
      <progress max={total} value={sent} aria-label="Messages sent back" />
      {failure !== undefined && <FailureNote failure={failure} what="Not all messages were sent back." />}
    </section>
  );
};
