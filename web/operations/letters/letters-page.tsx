import { useEffect, useState } from 'preact/hooks';
import { FailureNote } from '../../common/failure-note.tsx';
import { ForAdmins } from '../parts/for-admins.tsx';
import { Ago, Clock } from '../parts/now.tsx';
import { isAdmin } from '../parts/role.ts';
import { counted } from '../parts/words.ts';
import { LetterLine } from './letter-lines.tsx';
import { groupsOf, lettersOf, returnedOf, timesSent, type CauseGroup, type Letter } from './letters.ts';
import { OngoingRedrive } from './ongoing-redrive.tsx';
import { RedriveDialog } from './redrive-dialog.tsx';
import { batches, listAgain, useLetters, waitingLetters } from './redrive.ts';

/** How many letters of a group are shown until somebody presses "Show all". */
const SAMPLES = 5;

const Group = ({
  group,
  redrive,
}: {
  readonly group: CauseGroup;
  readonly redrive: (letters: readonly Letter[]) => void;
}) => {
  const [all, setAll] = useState(false);
  const { code, cause, letters, queues, oldest, newest } = group;
  const returned = letters.filter((letter) => timesSent(letter, batches.value) > 0).length;
  const shown = all ? letters : letters.slice(0, SAMPLES);
  return (
    <section class="panel group" aria-label={`${code}: ${counted(letters.length, 'message')}. ${cause}`}>
      <div class="panel-head">
        <div>
          <h2>
            <span class="number-badge">{letters.length}</span> <span class="code-text big-code">{code}</span>
          </h2>
          <p>{cause}</p>
          <p class="soft small-text">
            {queues.join(', ')} · newest <Ago at={newest} /> ago · oldest <Ago at={oldest} /> ago
          </p>
        </div>
        <button type="button" class="primary" onClick={() => redrive(letters)}>
          {letters.length === 1 ? 'Send it back …' : `Send all ${letters.length} back …`}
        </button>
      </div>
      {returned > 0 && (
        <p class="notice hint">
          {counted(returned, 'message')} came back after being sent back. Fix the cause before you send more.
        </p>
      )}
      <ul class="letters">
        {shown.map((letter) => (
          <LetterLine key={letter.messageId} letter={letter} redrive={redrive} />
        ))}
      </ul>
      {letters.length > shown.length && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          Show all {letters.length}
        </button>
      )}
    </section>
  );
};

const SentBack = ({ letters }: { readonly letters: readonly Letter[] }) =>
  batches.value.length === 0 ? null : (
    <section class="panel" aria-labelledby="sent-back">
      <div class="panel-head">
        <h2 id="sent-back">Sent back from this browser</h2>
        <button type="button" class="quiet" onClick={() => (batches.value = [])}>
          Forget
        </button>
      </div>
      <ul class="lines">
        {batches.value.map((batch) => {
          const returned = returnedOf(batch, letters, batches.value).length;
          return (
            <li key={`${batch.at} ${batch.queue}`}>
              <Clock at={batch.at} /> {counted(batch.moved.length, 'message')} with{' '}
              <span class="code-text">{batch.code}</span> to {batch.queue}.{' '}
              {returned === 0 ? (
                <span class="soft">None has come back.</span>
              ) : (
                <strong class="slow">{returned} came back.</strong>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );

/**
 * The dead letters of all queues, grouped by cause. Also shows which messages were sent back, and which of these failed
 * again.
 */
export const LettersPage = () => {
  const [chosen, setChosen] = useState<readonly Letter[]>();
  const [done, setDone] = useState('');
  const mayList = isAdmin.value;
  useEffect(() => {
    document.title = 'Dead letters – Orderly';
  }, []);
  const { value, failure } = useLetters(mayList);
  if (!mayList) return <ForAdmins title="Dead letters" />;
  const letters = waitingLetters(value);
  const redrive = (some: readonly Letter[]) => {
    setDone('');
    setChosen(some);
  };
  return (
    <div class="wide stack">
      <div class="heading">
        <h1>Dead letters</h1>
        <p class="soft small-text">
          {value === undefined
            ? ''
            : `${counted(letters.length, 'message')}${value.complete ? '' : ' of more: a sample of each queue'}`}
        </p>
      </div>
      {failure !== undefined && (
        <FailureNote failure={failure} what="The dead letters could not be listed." again={listAgain} />
      )}
      <p role="status" class={done === '' ? 'visually-hidden' : 'notice good'}>
        {done}
      </p>
      <OngoingRedrive />
      {value === undefined && failure === undefined && <p class="waiting-text">Loading …</p>}
      {value !== undefined && letters.length === 0 && (
        <p class="nothing">There are no dead letters. Every message was processed.</p>
      )}
      {groupsOf(letters).map((group) => (
        <Group key={`${group.code} ${group.cause}`} group={group} redrive={redrive} />
      ))}
      <SentBack letters={value === undefined ? [] : lettersOf(value)} />
      <p class="soft small-text">
        The API shows no more of a message than its ids, because the rest may be personal data.
        docs/operations.md, “Dead letters”, says what each cause asks for, and how to read or delete a
        message.
      </p>
      {chosen !== undefined && (
        <RedriveDialog letters={chosen} close={() => setChosen(undefined)} done={setDone} />
      )}
    </div>
  );
};
