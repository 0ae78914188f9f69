import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLetter, DeadLetterQueues } from '../../../functions/ops/domain/dead-letter.ts';
import type { PlatformQueue } from '../../../functions/ops/domain/platform.ts';
import { md5, messageTaken } from '../../support/aws-answers.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';

let aws: FakeAws;
let queues: DeadLetterQueues;

beforeAll(async () => {
  aws = await startFakeAws();
  const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
  const { opsSqsClient } = await import('../../../functions/ops/adapters/platform-queues.ts');
  const { sqsDeadLetterQueues } = await import('../../../functions/ops/adapters/sqs-dead-letter-queues.ts');
  queues = sqsDeadLetterQueues({ sqs: opsSqsClient, eventBridge: new EventBridgeClient({}), busName: 'bus' });
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const inbox: PlatformQueue = {
  name: 'orders-inbox',
  url: 'http://nowhere.invalid/inbox',
  dlqUrl: 'http://nowhere.invalid/inbox-dlq',
  dlqName: 'orders-inbox-dlq',
  target: 'queue',
};
const relay: PlatformQueue = {
  name: 'orders-relay',
  dlqUrl: 'http://nowhere.invalid/relay-dlq',
  dlqName: 'orders-relay-dlq',
  target: 'bus',
};
const event = {
  id: 'OrderExpired:1',
  type: 'OrderExpired',
  version: 1,
  time: '2026-03-01T09:30:00.000Z',
  correlationId: 'correlation',
  causationId: 'cause',
  data: { orderId: '1' },
};
const letter = (overrides: Partial<DeadLetter> = {}): DeadLetter => ({
  messageId: 'message-1',
  receiptHandle: 'handle-1',
  body: JSON.stringify(event),
  attributes: {},
  receiveCount: 6,
  sentAt: event.time,
  ...overrides,
});

describe('dead letters', () => {
  it('are read with their attributes, and hidden from others for a minute', async () => {
    aws.answer(() => ({
      body: {
        Messages: [
          {
            MessageId: 'message-1',
            ReceiptHandle: 'handle-1',
            Body: '{}',
            MD5OfBody: md5('{}'),
            Attributes: { ApproximateReceiveCount: '6', SentTimestamp: String(Date.parse(event.time)) },
            MessageAttributes: { code: { DataType: 'String', StringValue: 'message.invalid' } },
          },
        ],
      },
    }));
    expect(await queues.receive(inbox)).toEqual([
      letter({ body: '{}', attributes: { code: 'message.invalid' } }),
    ]);
    expect(aws.inputsOf('SQS.ReceiveMessage')).toMatchObject([
      {
        QueueUrl: inbox.dlqUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 60,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      },
    ]);
  });

  it('are released at once, without a call if there are none', async () => {
    await queues.release(inbox, []);
    expect(aws.calls).toHaveLength(0);
    await queues.release(inbox, [letter(), letter({ receiptHandle: 'handle-2' })]);
    expect(aws.inputsOf('SQS.ChangeMessageVisibilityBatch')).toMatchObject([
      {
        QueueUrl: inbox.dlqUrl,
        Entries: [
          { Id: '0', ReceiptHandle: 'handle-1', VisibilityTimeout: 0 },
          { Id: '1', ReceiptHandle: 'handle-2', VisibilityTimeout: 0 },
        ],
      },
    ]);
  });

  it('are removed from the queue in which they rest', async () => {
    await queues.remove(inbox, letter());
    expect(aws.inputsOf('SQS.DeleteMessage')).toEqual([
      { QueueUrl: inbox.dlqUrl, ReceiptHandle: 'handle-1' },
    ]);
  });

  it('are counted including those that are hidden because somebody has received them', async () => {
    aws.answer(() => ({
      body: {
        Attributes: { ApproximateNumberOfMessages: '3', ApproximateNumberOfMessagesNotVisible: '2' },
      },
    }));
    expect(await queues.depth(inbox)).toBe(5);
    expect(aws.inputsOf('SQS.GetQueueAttributes')).toMatchObject([{ QueueUrl: inbox.dlqUrl }]);
  });
});

describe('a dead letter that is sent back', () => {
  it('goes to the queue that it came from, with its own attributes and without its cause', async () => {
    aws.answer(messageTaken);
    const attributes = { code: 'x', cause: 'y', source: 'z', receiveCount: '6', trace: 't-1' };
    expect(await queues.sendBack(inbox, letter({ attributes }))).toEqual({ outcome: 'sent' });
    expect(aws.calls).toEqual([
      {
        operation: 'SQS.SendMessage',
        input: {
          QueueUrl: inbox.url,
          MessageBody: letter().body,
          MessageAttributes: { trace: { DataType: 'String', StringValue: 't-1' } },
        },
      },
    ]);
  });

  it('of a relay is published as the relay would have', async () => {
    aws.answer(() => ({ body: { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] } }));
    expect(await queues.sendBack(relay, letter())).toEqual({ outcome: 'sent' });
    expect(aws.inputsOf('Events.PutEvents')).toEqual([
      {
        Entries: [
          {
            EventBusName: 'bus',
            Source: 'orderly.orders',
            DetailType: 'OrderExpired',
            Detail: letter().body,
            Time: Date.parse(event.time) / 1000,
          },
        ],
      },
    ]);
  });

  it.each([
    [
      'the bus did not take',
      { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] },
      { outcome: 'refused', code: 'ThrottlingException', reason: 'slow down' },
    ],
    [
      'the bus gave no id',
      { FailedEntryCount: 0, Entries: [{}] },
      { outcome: 'refused', code: 'NoResult', reason: 'EventBridge gave no reason' },
    ],
  ])('of a relay is refused when %s it', async (_, body, outcome) => {
    aws.answer(() => ({ body }));
    expect(await queues.sendBack(relay, letter())).toEqual(outcome);
  });

  it.each(['not json', '{"type":"OrderExpired"}'])('of a relay is no event: %s', async (body) => {
    expect(await queues.sendBack(relay, letter({ body }))).toMatchObject({
      outcome: 'refused',
      code: 'message.invalid',
    });
    expect(aws.calls).toHaveLength(0);
  });
});
