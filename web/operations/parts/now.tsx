import { signal } from '@preact/signals';
import { instant } from '../../common/instant.ts';
import { duration, roughly } from './words.ts';

/** The present time in milliseconds. It changes every second while the page is visible. */
export const now = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) now.value = Date.now();
});

/**
 * How long ago an instant was.
 * @param exact whether seconds are also shown from one minute to one hour
 */
export const Ago = ({ at, exact = false }: { readonly at: string; readonly exact?: boolean }) => {
  const ms = Math.max(0, now.value - Date.parse(at));
  return (
    <time dateTime={at} title={at}>
      {exact && ms >= 1000 ? duration(Math.floor(ms / 1000) * 1000) : roughly(ms)}
    </time>
  );
};

const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/**
 * Shows an instant as the time of day with seconds, and also the day unless it is today. The tooltip contains the exact
 * instant.
 */
export const Clock = ({ at }: { readonly at: string }) => {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now.value).toDateString();
  return (
    <time dateTime={at} title={at}>
      {isToday ? '' : `${day.format(date)}, `}
      {seconds.format(date)}
    </time>
  );
};

/** An instant for people, such as "today at 09:00". */
export const At = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={at}>
    {instant(at).replace(/^on /, '')}
  </time>
);
