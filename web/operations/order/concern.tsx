import { useState } from 'preact/hooks';
import { LetterLine } from '../letters/letter-lines.tsx';
import { concerning, holdsUpOrders, type Letter } from '../letters/letters.ts';
import { RedriveDialog } from '../letters/redrive-dialog.tsx';
import { useLetters, waitingLetters } from '../letters/redrive.ts';
import { counted } from '../parts/words.ts';
import { isAnswered } from './answered.ts';
import type { TimelineEvent } from './events.ts';

const meaningOf = (letters: readonly Letter[], timeline: readonly TimelineEvent[]): string => {
  const holding = letters.filter(({ queue }) => holdsUpOrders(queue));
  if (holding.length === 0) return 'The order is not held up.';
  return holding.every((letter) => isAnswered(letter, timeline))
    ? 'The order has gone on meanwhile. To send it back does no harm.'
    : 'The order stands still until it is processed.';
};

/** Shows administrators the dead letters that concern an order. Shows nothing if there are none. */
export const Concern = ({
  orderId,
  timeline,
}: {
  readonly orderId: string;
  readonly timeline: readonly TimelineEvent[];
}) => {
  const [chosen, setChosen] = useState<readonly Letter[]>();
  const [done, setDone] = useState('');
  const { value, failure } = useLetters(true);
  const letters = concerning(waitingLetters(value), orderId);
  return (
    <>
      <p role="status" class={done === '' ? 'visually-hidden' : 'notice good'}>
        {done}
      </p>
      {failure !== undefined && (
        <p class="soft small-text">Whether dead letters concern it is not known: they could not be listed.</p>
      )}
      {letters.length > 0 && (
        <section class="panel alarming" aria-labelledby="concern">
          <div class="panel-head">
            <h2 id="concern">
              {counted(letters.length, 'dead letter concerns', 'dead letters concern')} this order
            </h2>
            {letters.length > 1 && (
              <button type="button" class="primary" onClick={() => setChosen(letters)}>
                Send all {letters.length} back …
              </button>
            )}
          </div>
          <p class="cause">{meaningOf(letters, timeline)}</p>
          {letters.map(({ messageId, code, cause }) => (
            <p key={messageId} class="cause">
              <span class="code-text">{code}</span>: {cause}
            </p>
          ))}
          <ul class="letters">
            {letters.map((letter) => (
              <LetterLine key={letter.messageId} letter={letter} redrive={setChosen} withOrder={false} />
            ))}
          </ul>
        </section>
      )}
      {chosen !== undefined && (
        <RedriveDialog letters={chosen} close={() => setChosen(undefined)} done={setDone} />
      )}
    </>
  );
};
