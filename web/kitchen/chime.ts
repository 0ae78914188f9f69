import { signal } from '@preact/signals';
import { soundWanted } from './tablet.ts';

/** A note of a sound: its frequency in hertz, when it begins and how long it lasts, both in seconds. */
type Note = readonly [hertz: number, at: number, lasts: number];

const sounds = {
  /** Two rising notes, like a bell at a counter. */
  arrived: [
    [659.3, 0, 0.5],
    [987.8, 0.16, 0.9],
  ],
  /** Three low notes, which nobody mistakes for the sound of a new ticket. */
  cancelled: [
    [311.1, 0, 0.25],
    [311.1, 0.3, 0.25],
    [207.7, 0.6, 0.6],
  ],
} as const satisfies Readonly<Record<string, readonly Note[]>>;

let context: AudioContext | undefined;

/** Whether the browser allows the page to play sounds. Browsers allow this after the first tap or key. */
export const soundAllowed = signal(false);

const unlock = async (): Promise<void> => {
  if (context === undefined) {
    const made = new AudioContext();
    // The audio context can stop, for example when the device sleeps or a telephone call arrives.
    made.addEventListener('statechange', () => (soundAllowed.value = made.state === 'running'));
    context = made;
  }
  if (context.state !== 'running') await context.resume();
  soundAllowed.value = context.state === 'running';
};

const play = (audio: AudioContext, [hertz, at, lasts]: Note): void => {
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  const begin = audio.currentTime + at;
  tone.type = 'triangle';
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, begin);
  volume.gain.exponentialRampToValueAtTime(0.5, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + lasts);
  tone.connect(volume).connect(audio.destination);
  tone.start(begin);
  tone.stop(begin + lasts);
};

/** Plays a sound, if the sound is switched on and the browser allows it. */
export const ring = (sound: keyof typeof sounds): void => {
  if (!soundWanted.value || context?.state !== 'running') return;
  for (const note of sounds[sound]) play(context, note);
};

/**
 * Switches the sound on or off. After switching it on, plays a first sound. Call this only in response to a tap or a
 * key, because browsers allow the first sound only then.
 */
export const toggleSound = async (): Promise<void> => {
  const on = !soundWanted.value || !soundAllowed.value;
  soundWanted.value = on;
  if (!on) return;
  await unlock();
  ring('arrived');
};

/**
 * The id of the button that switches the sound. A tap on this button already enables the sound, so the listener below
 * ignores the tap.
 */
export const SOUND_BUTTON = 'sound-button';

// After a reload, the first tap or key enables the sound again.
for (const gesture of ['pointerup', 'keyup']) {
  addEventListener(gesture, ({ target }) => {
    if (target instanceof Element && target.closest(`#${SOUND_BUTTON}`) !== null) return;
    if (soundWanted.value && !soundAllowed.value) void unlock();
  });
}
