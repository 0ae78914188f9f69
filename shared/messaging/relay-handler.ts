import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { readEnv, text } from '../config/env.ts';
import type { ServiceName } from '../events/catalog.ts';
import { recordBusinessMetrics } from '../observability/business-metrics.ts';
import { logger } from '../observability/logger.ts';
import { eventBridgePublisher } from './event-publisher.ts';
import { outboxOf, relay, type OutboxOf, type StreamChange } from './relay.ts';
import { sendToDeadLetters } from './sqs-client.ts';

type Image = NonNullable<NonNullable<DynamoDBStreamEvent['Records'][number]['dynamodb']>['NewImage']>;

/** Lambda's JSON has binary attributes in base64 (Lambda developer guide, DynamoDB event), and items have none deeper down. */
const decoded = ([name, value]: readonly [string, Image[string]]) =>
  [name, value.B === undefined ? value : { B: Buffer.from(value.B, 'base64') }] as const;

const imageOf = (image: Image | undefined) =>
  image === undefined
    ? undefined
    : unmarshall(Object.fromEntries(Object.entries(image).map(decoded)) as Record<string, AttributeValue>);

/**
 * The shell around a relay: a table's stream → the bus.
 * Environment: `EVENT_BUS_NAME` and `RELAY_DLQ_URL`, both set by the `OutboxRelay` construct.
 */
export const relayHandler = (service: ServiceName, eventsOf: OutboxOf = outboxOf) => {
  const env = readEnv({ EVENT_BUS_NAME: text, RELAY_DLQ_URL: text });
  const run = relay({
    bus: eventBridgePublisher(env.EVENT_BUS_NAME, service),
    deadLetters: {
      send: (event, cause) =>
        sendToDeadLetters(env.RELAY_DLQ_URL, JSON.stringify(event), { ...cause, source: `${service}-relay` }),
    },
    eventsOf,
  });

  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async (event) => {
    const changes: StreamChange[] = event.Records.map(({ dynamodb }) => ({
      sequenceNumber: dynamodb?.SequenceNumber ?? '',
      before: imageOf(dynamodb?.OldImage),
      after: imageOf(dynamodb?.NewImage),
    }));
    const { published, refused, resumeAt } = await run(changes);
    for (const { id, type, correlationId, causationId } of published) {
      logger.info('Event published', { messageId: id, messageType: type, correlationId, causationId });
    }
    for (const { id, type, correlationId } of refused) {
      logger.error('Event refused by the bus', { messageId: id, messageType: type, correlationId });
    }
    recordBusinessMetrics(published);
    if (resumeAt === undefined) return { batchItemFailures: [] };
    logger.warn('Publishing failed; the stream resumes at the first event that is not out', { resumeAt });
    return { batchItemFailures: [{ itemIdentifier: resumeAt }] };
  });
};
