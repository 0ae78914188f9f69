/** From which age a ticket is slow (amber) and late (red), in seconds. */
export const SLOW_SECONDS = 5 * 60;
export const LATE_SECONDS = 10 * 60;

/** The age of a ticket as text, and how urgent the ticket is because of its age. */
export interface Age {
  /** Minutes and seconds, such as `4:07`. If there are hours, they come first, such as `1:04:07`. */
  readonly text: string;
  readonly urgency: 'new' | 'slow' | 'late';
}

/**
 * The seconds since an instant. Never below 0, even if this device's clock is slow.
 * @param now in milliseconds since 1970
 */
export const secondsSince = (iso: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));

/** A duration as `4:07` or `1:04:07`. */
export const duration = (seconds: number): string => {
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

/**
 * The age of a ticket.
 * @param now in milliseconds since 1970
 */
export const ageOf = (receivedAt: string, now: number): Age => {
  const seconds = secondsSince(receivedAt, now);
  return {
    text: duration(seconds),
    urgency: seconds >= LATE_SECONDS ? 'late' : seconds >= SLOW_SECONDS ? 'slow' : 'new',
  };
};

/**
 * If the difference between the clocks of server and device changes by at most this many milliseconds, the change is
 * ignored. It can come from the time that a response takes, and from the header `Date`, which has whole seconds.
 */
const TOLERANCE_MS = 2000;

/**
 * By how much the clock of the server is ahead of this device's clock, in milliseconds, so that ages are right on a
 * tablet with a wrong clock.
 * @param dateHeader the header `Date` of a response (RFC 9110, section 6.6.1)
 * @param known the difference that was measured before. The result is `known`, unless the new difference differs from
 *   it by more than `TOLERANCE_MS`
 */
export const clockOffset = (dateHeader: string | null, now: number, known: number): number => {
  const offset = dateHeader === null ? Number.NaN : Date.parse(dateHeader) - now;
  return Math.abs(offset - known) > TOLERANCE_MS ? offset : known;
};
