import { documentClient, singleAttemptClient } from '../../../shared/persistence/document-client.ts';
import { dynamoEscrowStore } from './dynamo-escrow-store.ts';
import { dynamoReservationStore } from './dynamo-reservation-store.ts';
import { jitteredPause } from './jittered-pause.ts';
import { systemBatchIds } from './system-batch-ids.ts';

/** What settling batches needs of this machine and of DynamoDB. */
export const dynamoStores = (table: string) => ({
  reservations: dynamoReservationStore(documentClient, table),
  escrow: dynamoEscrowStore({ client: documentClient, once: singleAttemptClient() }, table),
  newBatchId: systemBatchIds,
  pause: jitteredPause,
});
