import { Confirm, textIn } from '../parts/confirm.tsx';
import { counted } from '../parts/words.ts';
import { STEP } from './in-steps.ts';
import type { Letter } from './letters.ts';
import { redrive, type Outcome } from './redrive.ts';
import { redriveSlowly } from './redrive-slowly.ts';

/** A text about the result of a redrive. A redrive sends dead letters back to their queues. */
export const outcomeText = ({ moved, refused, notFound }: Outcome): string =>
  [
    `${counted(moved, 'message')} sent back.`,
    ...(refused.length === 0
      ? []
      : [
          `${counted(refused.length, 'message')} refused: ${[...new Set(refused.map((one) => one.reason))].join('; ')}.`,
        ]),
    ...(notFound === 0 ? [] : [`${counted(notFound, 'message')} no longer there.`]),
  ].join(' ');

/**
 * Asks how fast to send many dead letters back. In steps, only a few messages fail again if the cause is not fixed yet.
 */
const Speed = () => (
  <fieldset class="speed">
    <legend>How fast</legend>
    <label>
      <input type="radio" name="speed" value="steps" checked /> {STEP} at a time, and stop if one comes back
    </label>
    <label>
      <input type="radio" name="speed" value="once" /> All at once
    </label>
  </fieldset>
);

/** A dialog that asks for confirmation and sends dead letters back to the queues from which they came. */
export const RedriveDialog = ({
  letters,
  close,
  done,
}: {
  readonly letters: readonly Letter[];
  readonly close: () => void;
  readonly done: (text: string) => void;
}) => {
  const queues = [...new Set(letters.map(({ queue }) => queue))];
  return (
    <Confirm
      title={`Send back ${counted(letters.length, 'message')}?`}
      action="Send back"
      busyText="Sending back …"
      close={close}
      run={async (form) => {
        if (textIn(form, 'speed') === 'steps') {
          redriveSlowly(letters);
          return undefined;
        }
        const result = await redrive(letters);
        if (!result.ok) return { failure: result.failure, what: 'Not all messages were sent back.' };
        done(outcomeText(result.value));
        return undefined;
      }}
    >
      <p>
        {queues.join(', ')}: the messages are processed again. That is safe at any time. A message that fails
        again returns here.
      </p>
      {letters.length > STEP && <Speed />}
    </Confirm>
  );
};
