import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqsDeadLetterQueues } from '../../functions/ops/adapters/sqs-dead-letter-queues.ts';
import { eventually } from '../support/eventually.ts';
import { platformQueues } from '../support/platform-queues.ts';

let emulator: Awaited<ReturnType<typeof platformQueues>>;
beforeAll(async () => {
  emulator = await platformQueues();
});
afterAll(() => emulator.close());

/** Creates a queue that receives every event of the bus. */
const listener = async () => {
  const queue = await emulator.create('listener', 'queue');
  const { Attributes } = await emulator.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ['QueueArn'] }),
  );
  const rule = { EventBusName: emulator.busName, Name: 'everything' };
  const EventPattern = JSON.stringify({ source: [{ prefix: 'orderly.' }] });
  await emulator.eventBridge.send(new PutRuleCommand({ ...rule, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn }];
  await emulator.eventBridge.send(
    new PutTargetsCommand({ EventBusName: rule.EventBusName, Rule: rule.Name, Targets }),
  );
  return queue;
};

describe('A relay’s dead letter that is redriven', () => {
  it('reaches its subscribers as if the relay had published it', async () => {
    const heard = await listener();
    const relay = await emulator.create('inventory-relay', 'bus');
    const envelope = {
      id: 'StockLow:p',
      type: 'StockLow',
      version: 1,
      time: '2026-03-01T09:00:00.000Z',
      correlationId: 'c-1',
      causationId: 'c-1',
      data: { productId: 'p' },
    };
    await emulator.put(relay, JSON.stringify(envelope));
    const queues = sqsDeadLetterQueues(emulator);
    const [letter] = await queues.receive(relay);
    expect(await queues.sendBack(relay, letter!)).toEqual({ outcome: 'sent' });
    const event: unknown = await eventually(async () => {
      const [message] = await emulator.arrived(heard);
      if (message === undefined) throw new Error('Nothing came.');
      return JSON.parse(message.body);
    });
    expect(event).toMatchObject({
      source: 'orderly.inventory',
      'detail-type': 'StockLow',
      detail: envelope,
    });
  });
});
