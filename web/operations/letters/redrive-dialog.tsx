import { Confirm } from '../parts/confirm.tsx';
import { counted } from '../parts/words.ts';
import type { Letter } from './letters.ts';
import { redrive, type Outcome } from './redrive.ts';

/** What became of a redrive, in a sentence or two. */
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

/** Asks, and sends dead letters back to where they came from. */
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
      run={async () => {
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
    </Confirm>
  );
};
