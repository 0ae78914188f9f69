import { batchIdOf, RANDOM_BYTES, type NewBatchId } from '../group-commit/batch-id.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { documentClient, singleAttemptClient } from '../../../shared/persistence/document-client.ts';
import { dynamoBatchStore } from './dynamo-batch-store.ts';
import { dynamoReservationStore } from './dynamo-reservation-store.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import type { Requeue } from '../group-commit/grouping.ts';

/** Creates batch ids from the system's clock and random source. */
export const systemBatchIds: NewBatchId = () =>
  batchIdOf(Math.floor(Date.now() / 1000), globalThis.crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));

/** What reservations and the group commit need (group-commit/): stores in DynamoDB, new batch ids and a pause. */
export const dynamoStores = (table: string) => ({
  reservations: dynamoReservationStore(documentClient, table),
  batches: dynamoBatchStore({ client: documentClient, once: singleAttemptClient() }, table),
  newBatchId: systemBatchIds,
  pause: jitteredPause,
});

/**
 * The longest delay of a message that is sent again, in seconds. The delay is 1 or 2 seconds at random (SQS allows only
 * whole seconds), so that orders that wait for the same batch do not all come back at once.
 */
const LONGEST_SECONDS = 2;

/** Sends a message to its queue again. SQS delivers it after one or two seconds. */
export const sqsRequeue =
  (queueUrl: string): Requeue =>
  (message) =>
    sendMessage(queueUrl, message, 1 + Math.floor(Math.random() * LONGEST_SECONDS));
