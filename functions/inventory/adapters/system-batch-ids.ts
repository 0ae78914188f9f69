import { batchIdOf, RANDOM_BYTES, type NewBatchId } from '../domain/escrow/batch-id.ts';

/** Batch ids of this machine's clock and randomness. */
export const systemBatchIds: NewBatchId = () =>
  batchIdOf(Math.floor(Date.now() / 1000), globalThis.crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
