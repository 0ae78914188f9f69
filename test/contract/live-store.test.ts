import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoLiveStore } from '../../functions/live/adapters/dynamo-live-store.ts';
import type { LiveStore } from '../../functions/live/domain/live-store.ts';
import { inParallel } from '../support/in-parallel.ts';
import { memoryLiveStore } from '../support/memory/live-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const implementations: readonly (readonly [string, () => Promise<LiveStore>])[] = [
  ['in memory', async () => memoryLiveStore()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('live');
      tables.push(table);
      return dynamoLiveStore(table.client, table.name);
    },
  ],
];

const later = 1_800_000_030;
const most = { topics: 2, messages: 100, connections: 2 };

describe.each(implementations)('a live store %s', (_where, create) => {
  let store: LiveStore;
  beforeEach(async () => {
    store = await create();
  });
  const connectionsOf = async (topic: string) => [...((await store.connectionsOf([topic])).get(topic) ?? [])];

  it('counts the messages of a connection, up to a limit, subscriptions included', async () => {
    const few = { topics: 2, messages: 3, connections: 2 };
    expect(await store.subscribe('c1', 'a', few, later)).toBe('subscribed');
    expect(await store.countMessage('c1', few.messages)).toBe('counted');
    expect(await store.subscribe('c1', 'a', few, later)).toBe('subscribed');
    expect(await store.subscribe('c1', 'a', few, later)).toBe('too-many-messages');
    expect(await store.countMessage('c1', few.messages)).toBe('too-many-messages');
  });

  it('counts at most the allowed messages, even at once', async () => {
    await store.subscribe('c1', 'a', most, later);
    const results = await inParallel(6, 6, () => store.countMessage('c1', 4));
    expect(results.filter((one) => one === 'counted')).toHaveLength(3);
  });

  it('stores nothing for a connection that has not subscribed', async () => {
    expect(await store.countMessage('c1', 100)).toBe('never-subscribed');
    expect(await store.countMessage('c1', 100)).toBe('never-subscribed');
  });

  it('lists the connections of topics, and leaves out topics without any', async () => {
    for (const id of ['c1', 'c2', 'c2']) {
      expect(await store.subscribe(id, 'kitchen', most, later)).toBe('subscribed');
    }
    expect((await connectionsOf('kitchen')).toSorted()).toEqual(['c1', 'c2']);
    expect([...(await store.connectionsOf(['operations', 'kitchen'])).keys()]).toEqual(['kitchen']);
  });

  it('limits the topics of a connection and the connections of a topic, without forgetting earlier ones', async () => {
    expect(await store.subscribe('c1', 'a', most, later)).toBe('subscribed');
    expect(await store.subscribe('c1', 'b', most, later)).toBe('subscribed');
    expect(await store.subscribe('c1', 'c', most, later)).toBe('too-many-subscriptions');
    expect(await store.subscribe('c1', 'a', most, later)).toBe('subscribed');
    expect(await store.subscribe('c2', 'a', most, later)).toBe('subscribed');
    expect(await store.subscribe('c3', 'a', most, later)).toBe('too-many-listeners');
    expect(await store.subscribe('c2', 'a', most, later)).toBe('subscribed');
    expect((await connectionsOf('a')).toSorted()).toEqual(['c1', 'c2']);
  });

  it('removes a connection with its subscriptions, and from a topic that still names it', async () => {
    await store.subscribe('c1', 'a', most, later);
    await store.subscribe('c1', 'b', most, later);
    await store.subscribe('c2', 'a', most, later);
    await store.removeConnection('c1');
    expect(await connectionsOf('a')).toEqual(['c2']);
    expect(await connectionsOf('b')).toEqual([]);
    expect(await store.countMessage('c1', 100)).toBe('never-subscribed');

    await store.removeConnection('c2', 'a');
    await store.removeConnection('never-there', 'no-such-topic');
    expect(await connectionsOf('a')).toEqual([]);
  });
});
