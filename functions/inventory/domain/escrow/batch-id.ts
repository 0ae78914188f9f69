import type { Instant } from '../../../../shared/kernel/clock.ts';

/** Digits of base 64 in the order of ASCII, so that ids sort as text by the time they begin with. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** Random bytes of a batch id. */
export const RANDOM_BYTES = 5;

/** Makes an id that no other batch has had. Passed in, so that a simulation can draw ids from its seed. */
export type NewBatchId = () => string;

/**
 * The id of a batch: 12 characters, of which 32 bits are the second it began in and 40 are random. Every open batch makes
 * the stock item longer, and DynamoDB charges a write by the item's whole size; so the start time is within the id, and
 * a collision within one second is left to the manifest's insertion, which finds it.
 * @param second since 1970; 32 bits last until 2106.
 * @param random 5 bytes.
 */
export const batchIdOf = (second: number, random: Uint8Array): string => {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(second / 2 ** shift) % 256);
  bytes.push(...random.subarray(0, RANDOM_BYTES));
  let id = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) id += DIGITS.charAt((triple >> shift) & 63);
  }
  return id;
};

/** The second since 1970 in which a batch began. */
export const secondOf = (batch: string): number => {
  let bits = 0;
  for (const digit of batch.slice(0, 6)) bits = bits * 64 + DIGITS.indexOf(digit);
  // Six digits are 36 bits; the second is the first 32.
  return Math.floor(bits / 16);
};

/**
 * Seconds after which whoever sees an open batch finishes it, unless a stage says otherwise. Longer than any function that works on one may run. It says
 * who does the work and nothing more: to finish a batch that is being finished is harmless.
 */
export const LEASE_SECONDS = 60;

/** The open batches whose worker is taken for dead, oldest first. */
export const abandonedOf = (
  open: readonly string[],
  now: Instant,
  leaseSeconds: number = LEASE_SECONDS,
): readonly string[] => {
  if (open.length === 0) return open;
  const latest = Math.floor(Date.parse(now) / 1000) - leaseSeconds;
  return open.filter((batch) => secondOf(batch) < latest).sort();
};
