import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Delivery, WebhookQueue } from '../../../simulators/payment-gateway/domain/delivery.ts';
import type { Ticks } from '../../../functions/orders/domain/watchdog.ts';
import type * as SqsClient from '../../../shared/messaging/sqs-client.ts';
import type { OutboxEvent } from '../../../shared/kernel/messages.ts';
import { awsError, messageTaken } from '../../support/aws-answers.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';

const NOW = '2026-03-01T09:00:00.000Z';
/** A queue URL with an unreachable host, as emulators may report it. The client must use the SDK's endpoint instead. */
const urlOf = (queue: string) => `http://nowhere.invalid:4566/000000000000/${queue}`;

let aws: FakeAws;
let ticks: Ticks;
let requeue: (message: OutboxEvent) => Promise<void>;
let webhooks: WebhookQueue;
let queues: typeof SqsClient;

beforeAll(async () => {
  aws = await startFakeAws();
  queues = await import('../../../shared/messaging/sqs-client.ts');
  const { sqsTicks } = await import('../../../functions/orders/adapters/sqs-ticks.ts');
  const { sqsRequeue } = await import('../../../functions/inventory/adapters/system.ts');
  const { sqsWebhookDeadLetters, sqsWebhookQueue } =
    await import('../../../simulators/payment-gateway/adapters/sqs-webhook-queue.ts');
  ticks = sqsTicks(urlOf('watchdog'), () => NOW);
  requeue = sqsRequeue(urlOf('inbox'));
  webhooks = { ...sqsWebhookQueue(urlOf('webhooks')), ...sqsWebhookDeadLetters(urlOf('webhooks-dlq')) };
});
beforeEach(() => aws.answer(messageTaken));
afterEach(() => aws.reset());
afterAll(() => aws.close());

interface SentMessage {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}
const sent = () => aws.inputsOf('SQS.SendMessage') as unknown as readonly SentMessage[];
const attributes = () =>
  Object.fromEntries(
    Object.entries(sent()[0]?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
  );

describe("a tick of the orders' watchdog", () => {
  it('waits in the queue for as long as it is told to', async () => {
    const trace = { correlationId: 'correlation', causationId: 'cause' };
    await ticks.schedule({ orderId: 'o-1', after: 2 }, 870, trace);
    await ticks.schedule({ orderId: 'o-1' }, 0, trace);
    expect(sent()).toMatchObject([
      { QueueUrl: urlOf('watchdog'), DelaySeconds: 870 },
      { QueueUrl: urlOf('watchdog'), DelaySeconds: 0 },
    ]);
    expect(sent().map(({ MessageBody }) => JSON.parse(MessageBody) as unknown)).toMatchObject([
      { time: NOW, correlationId: 'correlation', data: { orderId: 'o-1', after: 2 } },
      { time: NOW, correlationId: 'correlation', data: { orderId: 'o-1' } },
    ]);
  });

  it('that the queue did not take is an error', async () => {
    aws.answer(() => awsError('QueueDoesNotExist'));
    const trace = { correlationId: 'correlation', causationId: 'cause' };
    await expect(ticks.schedule({ orderId: 'o-1' }, 1, trace)).rejects.toThrow('QueueDoesNotExist');
  });
});

describe('a request for stock that comes again later', () => {
  it('is sent as it came, with a delay of one or two seconds', async () => {
    const message = { id: 'OrderCreated:o-1:1', type: 'OrderCreated', data: { orderId: 'o-1' } };
    for (let n = 0; n < 40; n += 1) await requeue(message);
    expect(new Set(sent().map(({ QueueUrl }) => QueueUrl))).toEqual(new Set([urlOf('inbox')]));
    expect(new Set(sent().map(({ DelaySeconds }) => DelaySeconds))).toEqual(new Set([1, 2]));
    expect(JSON.parse(sent()[0]!.MessageBody)).toEqual(message);
  });
});

describe('a dead letter of ours', () => {
  it('says why it rests, who gave it up, and how often it was delivered', async () => {
    const cause = { code: 'message.invalid', reason: 'r'.repeat(2000), source: 'orders-inbox' };
    await queues.sendToDeadLetters(urlOf('dlq'), 'not json', { ...cause, receiveCount: 5 });
    expect(sent()).toMatchObject([{ QueueUrl: urlOf('dlq'), MessageBody: 'not json' }]);
    expect(attributes()).toEqual({
      code: 'message.invalid',
      cause: 'r'.repeat(1000),
      source: 'orders-inbox',
      receiveCount: '5',
    });
  });

  it('has no empty attribute, which SQS would refuse', async () => {
    await queues.sendToDeadLetters(urlOf('dlq'), 'x', { code: '', reason: '', source: 'orders-inbox' });
    expect(attributes()).toEqual({ code: 'unknown', cause: 'unknown', source: 'orders-inbox' });
  });
});

describe('a webhook of the simulator', () => {
  const delivery: Delivery = {
    attempt: 2,
    forged: false,
    webhook: {
      id: 'msg_1',
      body: {
        type: 'payment.succeeded',
        timestamp: NOW,
        data: { sessionId: 'cs_1', orderId: 'o-1', amount: 1000, currency: 'EUR', metadata: {} },
      },
    },
  };

  it('waits in the queue until it is due', async () => {
    await webhooks.send({ delivery, delaySeconds: 30 });
    expect(sent()).toMatchObject([{ QueueUrl: urlOf('webhooks'), DelaySeconds: 30 }]);
    expect(JSON.parse(sent()[0]!.MessageBody)).toEqual(delivery);
  });

  it('rests among the dead letters with its cause after the last attempt', async () => {
    await webhooks.giveUp(delivery, { code: 'webhook.status-500', reason: 'Answered with 500' });
    expect(sent()).toMatchObject([{ QueueUrl: urlOf('webhooks-dlq') }]);
    expect(JSON.parse(sent()[0]!.MessageBody)).toEqual(delivery);
    expect(attributes()).toEqual({
      code: 'webhook.status-500',
      cause: 'Answered with 500',
      source: 'gateway-webhooks',
    });
  });
});
