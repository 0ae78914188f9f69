import { describe, expect, it } from '@jest/globals';
import type { PlatformQueue } from '../../../../functions/ops/domain/platform.ts';
import { listDeadLetters } from '../../../../functions/ops/list-dead-letters.ts';
import { redriveDeadLetters } from '../../../../functions/ops/redrive-dead-letters.ts';
import { checkAnswer, serviceRoutes } from '../../../support/declared-routes.ts';
import { memoryDeadLetterQueues } from '../../../support/memory/ops-dead-letter-queues.ts';

const inbox: PlatformQueue = {
  name: 'orders-inbox',
  url: 'q/orders-inbox',
  dlqUrl: 'q/orders-inbox-dlq',
  dlqName: 'orderly-local-orders-inbox-dlq',
  target: 'queue',
};
const relay: PlatformQueue = {
  name: 'orders-relay',
  dlqUrl: 'q/orders-relay-dlq',
  dlqName: 'orderly-local-orders-relay-dlq',
  target: 'bus',
};
const cause = { cause: 'No such order', code: 'order.not-found', source: 'orders-inbox', receiveCount: '4' };
const body = (n: number) => JSON.stringify({ id: `e-${n}`, type: 'StockReserved', data: {} });

/** Checks the result of a use case against the declaration of its route, and returns it. */
const declared = <Body>(method: string, path: string, body: Body): Body => {
  checkAnswer(serviceRoutes, { method, path, status: 200, body });
  return body;
};

const platform = (at = '2026-03-01T10:00:00.000Z') => {
  const memory = memoryDeadLetterQueues(() => at);
  const dependencies = { deadLetters: memory.queues, queues: [inbox, relay] };
  const list = listDeadLetters(dependencies);
  const redrive = redriveDeadLetters({ ...dependencies, now: () => '2026-03-01T10:00:00.000Z' });
  return {
    ...memory,
    list: async (queue?: string) => declared('GET', '/ops/dead-letters', await list(queue)),
    redrive: async (queue: string, ids?: readonly string[]) =>
      declared('POST', `/ops/dead-letters/${queue}/redrive`, await redrive(queue, ids)),
    fill: (queue: PlatformQueue, count: number) =>
      Array.from({ length: count }, (_, n) => memory.put(queue, body(n), cause)),
  };
};

describe('Listing dead letters', () => {
  it('groups those of all queues and hides none of them', async () => {
    const { list, fill, visible } = platform();
    fill(inbox, 23);
    fill(relay, 1);
    const { groups, complete } = await list();
    expect(complete).toBe(true);
    expect(groups.map(({ queue, count, code }) => [queue, count, code])).toEqual([
      ['orders-inbox', 23, 'order.not-found'],
      ['orders-relay', 1, 'order.not-found'],
    ]);
    expect([visible(inbox), visible(relay)]).toEqual([23, 1]);
  });

  it('reads a limited sample and reports that there are more', async () => {
    const { list, fill, visible } = platform();
    fill(inbox, 130);
    const { groups, complete } = await list('orders-inbox');
    expect(complete).toBe(false);
    expect(groups[0]?.count).toBe(100);
    expect(visible(inbox)).toBe(130);
  });

  it('releases what it has received when a later receive fails', async () => {
    const { list, fill, visible, queues } = platform();
    fill(inbox, 20);
    const { receive } = queues;
    let calls = 0;
    queues.receive = (queue) => ((calls += 1) > 1 ? Promise.reject(new Error('throttled')) : receive(queue));
    await expect(list('orders-inbox')).rejects.toThrow('throttled');
    expect(visible(inbox)).toBe(20);
  });

  it('counts a message once even if the queue delivers it twice', async () => {
    const { list, fill, queues } = platform();
    fill(inbox, 3);
    const { receive } = queues;
    queues.receive = async (queue) => {
      const batch = await receive(queue);
      return [...batch, ...batch.slice(0, 1)];
    };
    expect((await list('orders-inbox')).groups).toMatchObject([{ count: 3 }]);
  });

  it('knows a queue by its own name and by its dead-letter queue’s, and no other', async () => {
    const { list, fill } = platform();
    fill(inbox, 1);
    expect((await list(inbox.dlqName)).groups).toHaveLength(1);
    await expect(list('nope')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('Redriving dead letters', () => {
  it('sends all of a queue back without their cause', async () => {
    const { redrive, put, sent, queues } = platform();
    put(inbox, body(1), { ...cause, traceparent: 't' });
    expect(await redrive('orders-inbox')).toMatchObject({ count: 1, failed: [], notFound: [], remaining: 0 });
    expect(sent).toEqual([{ to: 'q/orders-inbox', body: body(1), attributes: { traceparent: 't' } }]);
    expect(await queues.depth(inbox)).toBe(0);
  });

  it('sends single ones back, by their ids, and reports those that are not there', async () => {
    const { redrive, fill, visible } = platform();
    const ids = fill(inbox, 25);
    const wanted = ids[17] ?? '';
    const result = await redrive('orders-inbox', [wanted, 'nonsense']);
    expect(result).toMatchObject({
      count: 1,
      moved: [{ messageId: wanted, type: 'StockReserved', eventId: 'e-17' }],
      notFound: ['nonsense'],
      remaining: 24,
    });
    expect(visible(inbox)).toBe(24);
  });

  it('moves a bounded number in a call, and says how many are left', async () => {
    const { redrive, fill, visible } = platform();
    fill(inbox, 130);
    expect(await redrive('orders-inbox')).toMatchObject({ count: 100, remaining: 30 });
    expect(visible(inbox)).toBe(30);
    expect(await redrive('orders-inbox')).toMatchObject({ count: 30, remaining: 0 });
  });

  it('never removes a message that could not be sent', async () => {
    const { redrive, fill, visible, queues, sent } = platform();
    fill(inbox, 3);
    queues.sendBack = () => Promise.reject(new Error('lost connection'));
    await expect(redrive('orders-inbox')).rejects.toThrow('lost connection');
    expect(sent).toEqual([]);
    expect(visible(inbox)).toBe(3);
  });

  it('publishes to the bus what a relay could not, and keeps what the bus refuses', async () => {
    const { redrive, put, visible, busAnswers } = platform();
    put(relay, body(1), cause);
    put(relay, 'rubbish', cause);
    expect(await redrive('orders-relay')).toMatchObject({
      count: 1,
      failed: [{ code: 'message.invalid' }],
      remaining: 1,
    });
    busAnswers({ outcome: 'refused', code: 'InternalFailure', reason: 'later' });
    put(relay, body(2), cause);
    expect(await redrive('orders-relay')).toMatchObject({ count: 0, remaining: 2 });
    expect(visible(relay)).toBe(2);
  });

  it('leaves messages that arrive after it began, which may be those it has just redriven', async () => {
    const { redrive, fill, visible } = platform('2026-03-01T10:00:00.001Z');
    const [id = ''] = fill(inbox, 2);
    expect(await redrive('orders-inbox')).toMatchObject({ count: 0, remaining: 2 });
    expect(visible(inbox)).toBe(2);
    expect(await redrive('orders-inbox', [id])).toMatchObject({ count: 1 });
  });

  it('knows no other queues', async () => {
    await expect(platform().redrive('nope')).rejects.toMatchObject({ kind: 'not-found' });
  });
});
