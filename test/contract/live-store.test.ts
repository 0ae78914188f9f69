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

const alice = { person: 'hash of alice', isStaff: false };
const kim = { person: 'hash of kim', isStaff: true };
const now = 1_800_000_000;
const later = now + 30;
const most = { topics: 2, messages: 100, connections: 2 };

describe.each(implementations)('a live store %s', (_where, create) => {
  let store: LiveStore;
  beforeEach(async () => {
    store = await create();
  });
  const connectionsOf = async (topic: string) => [...((await store.connectionsOf([topic])).get(topic) ?? [])];

  it('counts the tickets of each person and period, up to a limit, even at once', async () => {
    const counted = await inParallel(5, 5, () => store.countTicket('hash of alice', 7, 3, later));
    expect(counted.filter(Boolean)).toHaveLength(3);
    expect(await store.countTicket('hash of alice', 8, 3, later)).toBe(true);
    expect(await store.countTicket('hash of kim', 7, 3, later)).toBe(true);
  });

  it('gives a ticket once, even at once', async () => {
    await store.addTicket('hash', kim, later);
    const taken = await inParallel(5, 5, () => store.takeTicket('hash', now));
    expect(taken.filter((one) => one !== undefined)).toEqual([kim]);
  });

  it('gives no ticket that is unknown or has expired', async () => {
    await store.addTicket('hash', alice, later);
    expect(await store.takeTicket('hash', later)).toBeUndefined();
    expect(await store.takeTicket('another', now)).toBeUndefined();
    expect(await store.takeTicket('hash', later - 1)).toEqual(alice);
  });

  it('finds a connection until it is removed', async () => {
    await store.addConnection('c1', alice, later);
    expect(await store.findConnection('c1')).toEqual(alice);
    expect(await store.findConnection('c2')).toBeUndefined();
    await store.removeConnection('c1');
    expect(await store.findConnection('c1')).toBeUndefined();
  });

  it('counts the messages of a connection, up to a limit, subscriptions included', async () => {
    await store.addConnection('c1', alice, later);
    const few = { topics: 2, messages: 3, connections: 2 };
    expect(await store.countMessage('c1', few.messages)).toBe(true);
    expect(await store.subscribe('c1', 'a', few, later)).toBe('subscribed');
    expect(await store.subscribe('c1', 'a', few, later)).toBe('subscribed');
    expect(await store.subscribe('c1', 'a', few, later)).toBe('too-many-messages');
    expect(await store.countMessage('c1', few.messages)).toBe(false);
    expect(await store.countMessage('c2', few.messages)).toBe(false);
    expect(await store.findConnection('c2')).toBeUndefined();
  });

  it('lists the connections of topics, and leaves out topics without any', async () => {
    for (const id of ['c1', 'c2']) await store.addConnection(id, kim, later);
    for (const id of ['c1', 'c2', 'c2']) {
      expect(await store.subscribe(id, 'kitchen', most, later)).toBe('subscribed');
    }
    expect((await connectionsOf('kitchen')).toSorted()).toEqual(['c1', 'c2']);
    expect([...(await store.connectionsOf(['operations', 'kitchen'])).keys()]).toEqual(['kitchen']);
  });

  it('limits the topics of a connection and the connections of a topic, without forgetting earlier ones', async () => {
    for (const id of ['c1', 'c2', 'c3']) await store.addConnection(id, kim, later);
    expect(await store.subscribe('c1', 'a', most, later)).toBe('subscribed');
    expect(await store.subscribe('c1', 'b', most, later)).toBe('subscribed');
    expect(await store.subscribe('c1', 'c', most, later)).toBe('too-many-subscriptions');
    expect(await store.subscribe('c1', 'a', most, later)).toBe('subscribed');
    expect(await store.subscribe('c2', 'a', most, later)).toBe('subscribed');
    expect(await store.subscribe('c3', 'a', most, later)).toBe('too-many-listeners');
    expect(await store.subscribe('c2', 'a', most, later)).toBe('subscribed');
    expect((await connectionsOf('a')).toSorted()).toEqual(['c1', 'c2']);
  });

  it('subscribes no connection that is closed', async () => {
    expect(await store.subscribe('c1', 'kitchen', most, later)).toBe('gone');
    expect(await connectionsOf('kitchen')).toEqual([]);
  });

  it('removes a connection with its subscriptions, and from a topic that still names it', async () => {
    for (const id of ['c1', 'c2']) await store.addConnection(id, kim, later);
    await store.subscribe('c1', 'a', most, later);
    await store.subscribe('c1', 'b', most, later);
    await store.subscribe('c2', 'a', most, later);
    await store.removeConnection('c1');
    expect(await connectionsOf('a')).toEqual(['c2']);
    expect(await connectionsOf('b')).toEqual([]);

    await store.addConnection('c1', kim, later);
    await store.removeConnection('c2', 'a');
    await store.removeConnection('never-there', 'no-such-topic');
    expect(await connectionsOf('a')).toEqual([]);
  });
});
