import type { Instant } from '../../../shared/kernel/clock.ts';

/** The digits of a base-64 number, in ASCII order, so that ids sort by time. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** How many random bytes a batch id contains. */
export const RANDOM_BYTES = 5;

/**
 * Creates the id of a new batch. A batch takes or returns units of one product for several orders together. The
 * function is a parameter of the use cases, so that the simulation can derive ids from its seed.
 */
export type NewBatchId = () => string;

/**
 * Builds a batch id of 12 characters: the second in which the batch began (32 bits), then 40 random bits. Ids are short
 * because the stock item contains the ids of open batches, and DynamoDB charges each write by the item's size.
 *
 * If two batches get the same id, writing the second intent fails, and the worker tries a new id (`commitBatch`).
 * @param second the seconds since 1970; 32 bits are enough until 2106.
 * @param random 5 random bytes.
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

/** When a batch began, in seconds since 1970. */
export const secondOf = (batch: string): number => {
  let bits = 0;
  for (const digit of batch.slice(0, 6)) bits = bits * 64 + DIGITS.indexOf(digit);
  // Six digits have 36 bits. The first 32 of them are the seconds.
  return Math.floor(bits / 16);
};

/**
 * The lease of a batch, in seconds. After the lease, any worker that sees the open batch may finish the batch. The
 * lease is longer than the timeout of the functions that open batches. The lease only avoids double work, because
 * finishing a batch twice is harmless.
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
