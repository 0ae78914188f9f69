import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { QueueMessageSchema } from '../../../shared/events/integration-event.ts';
import {
  CAUSE_ATTRIBUTES,
  parsedBody,
  type DeadLetter,
  type DeadLetterQueues,
  type SendOutcome,
} from '../domain/dead-letter.ts';
import type { PlatformQueue } from '../domain/platform.ts';

/**
 * How long a received message is hidden from other receivers: longer than a request can take. If the function crashes,
 * the message becomes visible again after this time.
 */
const HIDDEN_SECONDS = 60;
/**
 * How long a receive request waits for messages, in seconds. If it waits, SQS queries all servers of the queue (long
 * polling); otherwise it queries only some (SQS developer guide).
 */
const WAIT_SECONDS = 1;

const toDeadLetter = (message: Message): DeadLetter => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue ?? '',
    ]),
  ),
  receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
  sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)).toISOString(),
});

/** The AWS clients, and the bus that relays publish to. */
export interface Connections {
  readonly sqs: SQSClient;
  readonly eventBridge: EventBridgeClient;
  /** Needed only to redrive the dead letters of relays, because a redrive sends these dead letters to the bus. */
  readonly busName?: string;
}

/**
 * Dead-letter queues in SQS. A relay publishes the events of a service. So a redrive sends the dead letters of a relay
 * to the EventBridge bus. All other dead letters go to the queue to which the dead-letter queue belongs.
 */
export const sqsDeadLetterQueues = ({ sqs, eventBridge, busName }: Connections): DeadLetterQueues => ({
  receive: async ({ dlqUrl }) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: dlqUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      }),
    );
    return Messages.map(toDeadLetter);
  },
  release: async ({ dlqUrl }, letters) => {
    if (letters.length === 0) return;
    // A message that cannot be released becomes visible again after `HIDDEN_SECONDS`.
    await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: dlqUrl,
        Entries: letters.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        })),
      }),
    );
  },
  sendBack: (queue, letter) =>
    queue.target === 'bus' ? publish(eventBridge, busName, queue, letter) : resend(sqs, queue, letter),
  remove: async ({ dlqUrl }, { receiptHandle }) => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: dlqUrl, ReceiptHandle: receiptHandle }));
  },
  depth: async ({ dlqUrl }) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: dlqUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    const { ApproximateNumberOfMessages = 0, ApproximateNumberOfMessagesNotVisible = 0 } = Attributes;
    return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
  },
});

const resend = async (sqs: SQSClient, { url }: PlatformQueue, letter: DeadLetter): Promise<SendOutcome> => {
  const kept = Object.entries(letter.attributes).filter(([name]) => !CAUSE_ATTRIBUTES.includes(name));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: letter.body,
      ...(kept.length === 0
        ? {}
        : {
            MessageAttributes: Object.fromEntries(
              kept.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
            ),
          }),
    }),
  );
  return { outcome: 'sent' };
};

/**
 * Publishes an event as its relay would have published it. The source of an event of `orders-relay` is
 * `orderly.orders`.
 */
const publish = async (
  eventBridge: EventBridgeClient,
  busName: string | undefined,
  { name }: PlatformQueue,
  { body }: DeadLetter,
): Promise<SendOutcome> => {
  const event = QueueMessageSchema.safeParse(parsedBody(body));
  if (!event.success) {
    return { outcome: 'refused', code: 'message.invalid', reason: 'The message is no envelope' };
  }
  const { FailedEntryCount, Entries } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: busName,
          Source: `orderly.${name.replace(/-relay$/, '')}`,
          DetailType: event.data.type,
          Detail: body,
          Time: new Date(event.data.time),
        },
      ],
    }),
  );
  const entry = Entries?.[0];
  // PutEvents returns 200 even if it refused the entry.
  if ((FailedEntryCount ?? 0) > 0 || entry?.EventId === undefined) {
    const code = entry?.ErrorCode ?? 'NoResult';
    return { outcome: 'refused', code, reason: entry?.ErrorMessage ?? 'EventBridge gave no reason' };
  }
  return { outcome: 'sent' };
};
