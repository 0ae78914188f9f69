import { useRef, useState } from 'preact/hooks';
import { clock } from '../common/instant.ts';
import { person, signOut } from '../common/session.ts';
import { SOUND_BUTTON, soundAllowed, toggleSound } from './chime.ts';
import { ListIcon, RecallIcon, SilentIcon, SoundIcon } from './icons.tsx';
import { serverNow, steps } from './kitchen.ts';
import { LeftDrawer } from './left-drawer.tsx';
import { countIsShown, countShown, left, soundWanted } from './tablet.ts';

const SoundButton = () => {
  const isOn = soundWanted.value && soundAllowed.value;
  return (
    <button
      type="button"
      id={SOUND_BUTTON}
      class={isOn ? 'on' : 'urge'}
      aria-pressed={isOn}
      onClick={() => void toggleSound()}
    >
      {isOn ? <SoundIcon /> : <SilentIcon />}
      {isOn ? 'Sound is on' : soundWanted.value ? 'Tap for sound' : 'Turn sound on'}
    </button>
  );
};

const Clock = () => <time class="clock">{clock(new Date(serverNow.value).toISOString())}</time>;

/**
 * The bar above the lanes. It shows the time, and buttons for the sound, for the count of all units, for the tickets
 * that left, and to sign out.
 */
export const TopBar = () => {
  const drawer = useRef<HTMLDialogElement>(null);
  const [failed, setFailed] = useState(false);
  return (
    <header class="bar">
      <p class="brand">
        <span class="mark" aria-hidden="true" />
        Kitchen
      </p>
      <Clock />
      <nav aria-label="Board">
        <SoundButton />
        <button
          type="button"
          class={countIsShown.value ? 'on' : ''}
          aria-pressed={countIsShown.value}
          onClick={() => (countShown.value = !countIsShown.value)}
        >
          <ListIcon />
          Count of all
        </button>
        <button type="button" onClick={() => drawer.current?.showModal()}>
          <RecallIcon />
          Left the board
          {left.value.length > 0 && <span class="badge-count">{left.value.length}</span>}
        </button>
        {person.value !== undefined && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setFailed(false);
              // Sends the pending steps now, because after signing out there is no token to send them with.
              steps.flush();
              signOut().catch(() => setFailed(true));
            }}
          >
            {failed ? 'Try again' : 'Sign out'}
          </button>
        )}
      </nav>
      <LeftDrawer dialog={drawer} />
    </header>
  );
};
