import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { readEnv, text } from '../config/env.ts';
import type { ServiceName } from '../events/catalog.ts';
import { recordBusinessMetrics } from '../observability/business-metrics.ts';
import { logger, nearTimeout } from '../observability/telemetry.ts';
import { withDeadline } from '../outbound.ts';
import { eventBridgePublisher } from './event-publisher.ts';
import { outboxEvents, relay, type EventsOf, type StreamChange } from './relay.ts';
import { sendToDeadLetters } from './sqs-client.ts';

type Image = NonNullable<NonNullable<DynamoDBStreamEvent['Records'][number]['dynamodb']>['NewImage']>;

const itemOf = (image: Image | undefined) =>
  image === undefined ? undefined : unmarshall(image as Record<string, AttributeValue>);

/**
 * Builds the Lambda handler of a relay. A relay reads the stream of a table, and publishes the outboxes in it to the
 * bus. Environment: `EVENT_BUS_NAME` and `RELAY_DLQ_URL` (set by the `OutboxRelay` construct).
 */
export const relayHandler = (service: ServiceName, eventsOf: EventsOf = outboxEvents) => {
  const env = readEnv({ EVENT_BUS_NAME: text, RELAY_DLQ_URL: text });
  const run = relay({
    bus: eventBridgePublisher(env.EVENT_BUS_NAME, service),
    deadLetters: {
      send: (event, cause) =>
        sendToDeadLetters(env.RELAY_DLQ_URL, JSON.stringify(event), { ...cause, source: `${service}-relay` }),
    },
    eventsOf,
  });
  const shell = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().use(nearTimeout());

  const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const changes: StreamChange[] = event.Records.map(({ dynamodb }) => ({
      sequenceNumber: dynamodb?.SequenceNumber ?? '',
      before: itemOf(dynamodb?.OldImage),
      after: itemOf(dynamodb?.NewImage),
    }));
    const { published, refused, resumeAt, failure, unreadable } = await run(changes);
    for (const { id, type, correlationId, causationId } of published) {
      logger.info('Event published', { messageId: id, messageType: type, correlationId, causationId });
    }
    for (const { id, type, correlationId } of refused) {
      logger.error('Event refused by the bus', { messageId: id, messageType: type, correlationId });
    }
    recordBusinessMetrics(published);
    if (resumeAt === undefined) return { batchItemFailures: [] };
    const error = (unreadable ?? failure) as Error | undefined;
    const details = { resumeAt, ...(error === undefined ? {} : { error }) };
    if (unreadable === undefined) {
      logger.warn('Publishing failed; the stream resumes at the first unpublished event', details);
    } else {
      logger.error(
        'An item cannot be read, so the stream stops at its record; see docs/operations.md',
        details,
      );
    }
    // No change was fully published before the failure, so the whole invocation can fail. Lambda then counts an error.
    if (error !== undefined && resumeAt === changes[0]?.sequenceNumber) throw error;
    return { batchItemFailures: [{ itemIdentifier: resumeAt }] };
  };
  return withDeadline(shell.handler(handler));
};
