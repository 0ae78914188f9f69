import { randomUUID } from 'node:crypto';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { PlatformQueue } from '../../functions/ops/domain/platform.ts';
import { emulatorConnection } from './environment.ts';

/** Queues and a bus for one test file, on the emulator at `ORDERLY_TEST_ENDPOINT`. */
export const platformQueues = async () => {
  const sqs = new SQSClient({ ...emulatorConnection(), useQueueUrlAsEndpoint: false });
  const eventBridge = new EventBridgeClient(emulatorConnection());
  const run = randomUUID();
  const busName = `test-ops-${run}`;
  await eventBridge.send(new CreateEventBusCommand({ Name: busName }));
  const create = async (QueueName: string): Promise<string> =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';

  return {
    sqs,
    eventBridge,
    busName,
    /** Creates a queue and its dead-letter queue, or for the target `bus` only the dead-letter queue of a relay. */
    create: async (name: string, target: 'queue' | 'bus'): Promise<PlatformQueue> => {
      const queueName = `test-${name}-${randomUUID()}`;
      return {
        name,
        ...(target === 'queue' ? { url: await create(queueName) } : {}),
        dlqUrl: await create(`${queueName}-dlq`),
        dlqName: `${queueName}-dlq`,
        target,
      };
    },
    /**
     * Puts a message into a dead-letter queue.
     * @returns its id.
     */
    put: async (
      { dlqUrl }: PlatformQueue,
      body: string,
      attributes: Readonly<Record<string, string>> = {},
    ): Promise<string> => {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      const command = new SendMessageCommand({ QueueUrl: dlqUrl, MessageBody: body, MessageAttributes });
      return (await sqs.send(command)).MessageId ?? '';
    },
    /** Receives up to 10 messages of a queue. */
    arrived: async ({ url }: PlatformQueue) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          WaitTimeSeconds: 1,
        }),
      );
      return Messages.map(({ Body = '', MessageAttributes = {} }) => ({
        body: Body,
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
        ),
      }));
    },
    close: () => {
      sqs.destroy();
      eventBridge.destroy();
    },
  };
};
