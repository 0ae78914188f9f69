import type { Instant } from '../../../shared/kernel/clock.ts';

/** Base 64 digits in ASCII order, so that ids sort by time. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** Random bytes of a batch id. */
export const RANDOM_BYTES = 5;

/** Makes a new batch id. Passed in, so that the simulation can derive ids from its seed. */
export type NewBatchId = () => string;

/**
 * A batch id: 12 characters with the second in which the batch began (32 bits) and 40 random bits. It is short because open
 * batches are part of the stock item, and DynamoDB charges each write by the item's size. Writing the intent detects a
 * collision.
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
 * The lease of a batch: after this many seconds, any worker that sees the batch finishes it. Longer than a function may run.
 * It only decides who does the work, because finishing a batch twice is harmless.
 */
export const LEASE_SECONDS = 60;

/** The open batches whose lease is over, oldest first. */
export const abandonedOf = (
  open: readonly string[],
  now: Instant,
  leaseSeconds: number = LEASE_SECONDS,
): readonly string[] => {
  if (open.length === 0) return open;
  const latest = Math.floor(Date.parse(now) / 1000) - leaseSeconds;
  return open.filter((batch) => secondOf(batch) < latest).sort();
};
