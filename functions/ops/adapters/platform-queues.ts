import { SQSClient } from '@aws-sdk/client-sqs';
import { inboxes, relayNames } from '../../../shared/events/subscriptions.ts';
import { awsClient } from '../../../shared/outbound.ts';
import type { PlatformQueue } from '../domain/platform.ts';

/**
 * Sends requests to the configured endpoint and not to the host in a queue's URL, because a function cannot always
 * reach the host in an emulator's queue URLs.
 */
export const opsSqsClient = awsClient(SQSClient, { useQueueUrlAsEndpoint: false });

/**
 * Lists all queues of the stage.
 * @param urlPrefix how their URLs begin, for example
 *   `https://sqs.eu-central-1.amazonaws.com/123456789012/orderly-local-`
 */
export const platformQueues = (urlPrefix: string): readonly PlatformQueue[] => {
  const namePrefix = urlPrefix.slice(urlPrefix.lastIndexOf('/') + 1);
  const deadLettersOf = (name: string) => ({
    dlqUrl: `${urlPrefix}${name}-dlq`,
    dlqName: `${namePrefix}${name}-dlq`,
  });
  return [
    ...Object.keys(inboxes).map((name) => ({
      name,
      url: `${urlPrefix}${name}`,
      ...deadLettersOf(name),
      target: 'queue' as const,
    })),
    ...relayNames.map((name) => ({ name, ...deadLettersOf(name), target: 'bus' as const })),
  ];
};
