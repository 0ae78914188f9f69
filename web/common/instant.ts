/** The language of the browser. Undefined if `Intl` does not know it, such as `en-US@posix` on some systems. */
const locale = ((): string | undefined => {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0];
  } catch {
    return undefined;
  }
})();

const timeFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });

/** Formats the time of day of an instant. */
export const clock = (iso: string): string => timeFormat.format(new Date(iso));

/** Formats an instant for people: the time of day, and also the day unless it is today. */
export const instant = (iso: string, now = new Date()): string => {
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return `today at ${clock(iso)}`;
  return `on ${dayFormat.format(at)} at ${clock(iso)}`;
};
