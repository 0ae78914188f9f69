import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqsDeadLetterQueues } from '../../functions/ops/adapters/sqs-dead-letter-queues.ts';
import type { DeadLetterQueues } from '../../functions/ops/domain/dead-letter.ts';
import type { PlatformQueue } from '../../functions/ops/domain/platform.ts';
import { memoryDeadLetterQueues } from '../support/memory/ops-dead-letter-queues.ts';
import { platformQueues } from '../support/platform-queues.ts';

interface Implementation {
  readonly queues: DeadLetterQueues;
  readonly create: (name: string, target: 'queue' | 'bus') => Promise<PlatformQueue>;
  readonly put: (
    queue: PlatformQueue,
    body: string,
    attributes?: Readonly<Record<string, string>>,
  ) => Promise<string>;
  readonly arrived: (
    queue: PlatformQueue,
  ) => Promise<readonly { readonly body: string; readonly attributes: Readonly<Record<string, string>> }[]>;
}

let emulator: Awaited<ReturnType<typeof platformQueues>>;
beforeAll(async () => {
  emulator = await platformQueues();
});
afterAll(() => emulator.close());

const inMemory = (): Implementation => {
  const memory = memoryDeadLetterQueues();
  let made = 0;
  return {
    queues: memory.queues,
    create: async (name, target) => {
      const url = `q/${name}-${(made += 1)}`;
      return {
        name,
        dlqUrl: `${url}-dlq`,
        dlqName: `${name}-dlq`,
        target,
        ...(target === 'queue' ? { url } : {}),
      };
    },
    put: async (queue, body, attributes) => memory.put(queue, body, attributes),
    arrived: async (queue) =>
      memory.sent.filter(({ to }) => to === queue.url).map(({ body, attributes }) => ({ body, attributes })),
  };
};
const inSqs = (): Implementation => ({ ...emulator, queues: sqsDeadLetterQueues(emulator) });

const event = JSON.stringify({
  id: 'StockLow:p',
  type: 'StockLow',
  version: 1,
  time: '2026-03-01T09:00:00.000Z',
  correlationId: 'c-1',
  causationId: 'c-1',
  data: { productId: 'p' },
});

describe.each([
  ['in memory', inMemory],
  ['in SQS', inSqs],
] as const)('Dead-letter queues %s', (_, implement) => {
  const withQueue = async (target: 'queue' | 'bus' = 'queue') => {
    const implementation = implement();
    return { ...implementation, queue: await implementation.create('orders-inbox', target) };
  };

  it('return messages with attributes, receive count and time', async () => {
    const { queues, queue, put } = await withQueue();
    const messageId = await put(queue, 'text', { cause: 'No such order', code: 'order.not-found' });
    const [letter] = await queues.receive(queue);
    expect(letter).toMatchObject({
      messageId,
      body: 'text',
      attributes: { cause: 'No such order', code: 'order.not-found' },
      receiveCount: 1,
    });
    expect(letter?.sentAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('hide a received message until it is released, but count it', async () => {
    const { queues, queue, put } = await withQueue();
    await put(queue, 'text');
    const received = await queues.receive(queue);
    expect(await queues.receive(queue)).toEqual([]);
    expect(await queues.depth(queue)).toBe(1);
    await queues.release(queue, received);
    const again = await queues.receive(queue);
    expect(again.map(({ messageId, receiveCount }) => [messageId, receiveCount])).toEqual([
      [received[0]?.messageId, 2],
    ]);
    await queues.release(queue, []);
  });

  it('return ten messages at a time', async () => {
    const { queues, queue, put } = await withQueue();
    for (let n = 0; n < 12; n += 1) await put(queue, `text ${n}`);
    const batches = [await queues.receive(queue), await queues.receive(queue), await queues.receive(queue)];
    expect(batches.map((batch) => batch.length)).toEqual([10, 2, 0]);
    expect(new Set(batches.flat().map(({ messageId }) => messageId)).size).toBe(12);
  });

  it('redrive a message to its queue byte for byte, without its reason', async () => {
    const { queues, queue, put, arrived } = await withQueue();
    const cause = { cause: 'c', code: 'c', source: 's', receiveCount: '4', ERROR_CODE: 'E' };
    await put(queue, '{"a": "ü" }', { ...cause, traceparent: 't' });
    const [letter] = await queues.receive(queue);
    expect(await queues.sendBack(queue, letter!)).toEqual({ outcome: 'sent' });
    expect(await arrived(queue)).toEqual([{ body: '{"a": "ü" }', attributes: { traceparent: 't' } }]);
    expect(await queues.depth(queue)).toBe(1);
  });

  it('delete only the removed message', async () => {
    const { queues, queue, put } = await withQueue();
    await put(queue, 'a');
    await put(queue, 'b');
    const received = await queues.receive(queue);
    await queues.remove(
      queue,
      received.find(({ body }) => body === 'a')!,
    );
    await queues.release(
      queue,
      received.filter(({ body }) => body === 'b'),
    );
    expect((await queues.receive(queue)).map(({ body }) => body)).toEqual(['b']);
    expect(await queues.depth(queue)).toBe(1);
  });

  it('publish a relay’s events to the bus, and reject messages that are not events', async () => {
    const { queues, queue, put } = await withQueue('bus');
    await put(queue, event);
    await put(queue, 'rubbish');
    const received = await queues.receive(queue);
    const outcomes = await Promise.all(
      received.map(async (letter) => [letter.body === event, (await queues.sendBack(queue, letter)).outcome]),
    );
    expect(outcomes.sort()).toEqual([
      [false, 'refused'],
      [true, 'sent'],
    ]);
  });
});
