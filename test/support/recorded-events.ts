import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { QueueMessage } from '../../shared/events/integration-event.ts';
import { eventBridge, sqs } from './aws.ts';

const BUS = 'orderly-local';

/** An event as the bus delivers it to a queue. */
export interface DeliveredEvent {
  readonly 'detail-type': string;
  readonly detail: QueueMessage;
}

export interface RecordedEvents {
  /** Returns the recorded events that no earlier call of `read` or `readDelivered` has returned. */
  readonly read: () => Promise<readonly QueueMessage[]>;
  /** As `read`, but returns the events as they arrived, with the fields that the bus adds. */
  readonly readDelivered: () => Promise<readonly DeliveredEvent[]>;
  /** Ends the recording: removes its rule and its queue. */
  readonly stop: () => Promise<void>;
}

/** Records every event on the bus from now on. A new rule sends the events to a new queue, and `name` names both. */
export const recordEvents = async (name: string): Promise<RecordedEvents> => {
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes = {} } = await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const Arn = Attributes.QueueArn ?? '';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: Arn,
      },
    ],
  });
  await sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const rule = { EventBusName: BUS, Rule: name };
  await eventBridge().send(
    new PutRuleCommand({
      EventBusName: BUS,
      Name: name,
      EventPattern: JSON.stringify({ source: [{ prefix: 'orderly' }] }),
    }),
  );
  await eventBridge().send(new PutTargetsCommand({ ...rule, Targets: [{ Id: 'recording', Arn }] }));

  const readDelivered = async (): Promise<readonly DeliveredEvent[]> => {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return [];
    const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
    await sqs().send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    const events = Messages.map(({ Body = '' }) => JSON.parse(Body) as DeliveredEvent);
    return [...events, ...(await readDelivered())];
  };
  return {
    read: async () => (await readDelivered()).map(({ detail }) => detail),
    readDelivered,
    stop: async () => {
      await eventBridge().send(new RemoveTargetsCommand({ ...rule, Ids: ['recording'] }));
      await eventBridge().send(new DeleteRuleCommand({ EventBusName: BUS, Name: name }));
      await sqs().send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
};
