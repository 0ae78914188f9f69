import { useEffect, useState } from 'preact/hooks';
import { FailureNote } from '../common/failure-note.tsx';
import { SignInFirst } from '../common/sign-in-first.tsx';
import { person, signIn, signOut } from '../common/session.ts';
import { lanes, type News } from './board.ts';
import { ring } from './chime.ts';
import { CountPanel } from './count-panel.tsx';
import { board, codes, contact, followKitchen, onNews, stale } from './kitchen.ts';
import { LaneColumn } from './lane-column.tsx';
import { TopBar } from './top-bar.tsx';
import { countIsShown } from './tablet.ts';
import { keepAwake } from './wake-lock.ts';

const StaffOnly = () => (
  <main class="narrow empty">
    <h1>This board is for staff</h1>
    <p>
      You are signed in as <bdi>{person.value?.email ?? person.value?.id}</bdi>, who does not work in the
      kitchen.
    </p>
    <button type="button" class="primary" onClick={() => void signOut().catch(() => location.reload())}>
      Sign in as somebody else
    </button>
  </main>
);

/** Shows that the board is not up to date, and offers to sign in if the sign-in has ended. */
const Stale = () => {
  const [failed, setFailed] = useState(false);
  const words = stale.value;
  const enter = () => {
    setFailed(false);
    signIn().catch(() => setFailed(true));
  };
  return (
    <div class="stale-place">
      {words !== undefined && (
        <div class="stale">
          <p>
            <strong role="alert">{words.title}</strong> {words.text}
            {failed && ' The sign-in page does not answer. Try again in a moment.'}
          </p>
          {person.value === undefined && (
            <button type="button" class="primary" onClick={enter}>
              Sign in
            </button>
          )}
        </div>
      )}
    </div>
  );
};

const newsText = ({ arrived, cancelled }: News): string =>
  [
    ...arrived.map(({ orderId }) => `New ticket ${codes.value.get(orderId) ?? ''}.`),
    ...cancelled.map(({ orderId }) => `Ticket ${codes.value.get(orderId) ?? ''} was cancelled, stop.`),
  ].join(' ');

/** Plays a sound for new and cancelled tickets, and returns the text about them for screen readers. */
const useNews = (): string => {
  const [text, setText] = useState('');
  useEffect(
    () =>
      onNews((news) => {
        setText(newsText(news));
        ring(news.cancelled.length > 0 ? 'cancelled' : 'arrived');
      }),
    [],
  );
  return text;
};

/** The kitchen's board: it shows the tickets, keeps them up to date, and offers the next step of each ticket. */
export const BoardPage = () => {
  const id = person.value?.id;
  const [round, setRound] = useState(0);
  useEffect(() => (id === undefined ? undefined : followKitchen()), [id, round]);
  useEffect(keepAwake, []);
  const news = useNews();
  const { failure } = contact.value;
  if (failure?.kind === 'refused' && failure.status === 403 && id !== undefined) return <StaffOnly />;
  if (board.value === undefined) {
    return id === undefined ? (
      <main>
        <SignInFirst title="The kitchen’s board" text="Sign in as staff to see the tickets." />
      </main>
    ) : (
      <main class="narrow empty">
        <h1 class="visually-hidden">The kitchen’s board</h1>
        {failure === undefined ? (
          <p role="status">Loading the tickets …</p>
        ) : (
          <FailureNote
            failure={failure}
            what="The tickets could not be loaded."
            again={() => setRound(round + 1)}
          />
        )}
      </main>
    );
  }
  return (
    <div class={`kitchen ${stale.value === undefined ? '' : 'out-of-date'}`}>
      <TopBar />
      <Stale />
      <main class={`board ${countIsShown.value ? 'with-count' : ''}`} inert={id === undefined}>
        <h1 class="visually-hidden">The kitchen’s board</h1>
        {lanes.map((lane) => (
          <LaneColumn key={lane} lane={lane} />
        ))}
        {countIsShown.value && <CountPanel />}
      </main>
      <p class="visually-hidden" role="status">
        {news}
      </p>
    </div>
  );
};
