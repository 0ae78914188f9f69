import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import type { Outbox } from '../../../../shared/kernel/messages.ts';
import { itemOf, stateOf, versionedItems } from '../../../../shared/persistence/versioned-items.ts';
import { startFakeAws, type FakeAws } from '../../../support/fake-aws.ts';

const state = {
  status: 'PAID',
  orderId: '0195f0a0-0000-7000-8000-000000000001',
  items: [{ productId: 'espresso', quantity: 2 }],
};
const outbox: Outbox = {
  at: '2026-03-01T09:00:00.000Z',
  correlationId: 'correlation-1',
  causationId: 'cause-1',
  events: [{ id: 'OrderPaid:1', type: 'OrderPaid', data: { at: '2026-03-01T09:00:00.000Z' } }],
};

describe('an item', () => {
  it('has its key, its version, the fields of the state and the outbox side by side', () => {
    expect(itemOf('order#1', 3, state, outbox)).toEqual({ pk: 'order#1', version: 3, ...state, outbox });
  });

  it('has no outbox attribute when nothing is published, so that the relay is not invoked', () => {
    expect(itemOf('order#1', 3, state, undefined)).not.toHaveProperty('outbox');
    expect(Object.keys(itemOf('order#1', 3, state, undefined))).toEqual([
      'pk',
      'version',
      'status',
      'orderId',
      'items',
    ]);
  });

  it('keeps any state unchanged', () => {
    // fc.json writes its values with JSON.stringify, which turns -0 into 0, as DynamoDB does.
    const value = fc.json({ stringUnit: 'binary' }).map((text): unknown => JSON.parse(text));
    const name = fc.string().filter((key) => !['pk', 'version', 'outbox', '__proto__'].includes(key));
    fc.assert(
      fc.property(fc.dictionary(name, value), fc.nat(), fc.boolean(), (given, version, publishes) => {
        const item = itemOf('order#1', version, given, publishes ? outbox : undefined);
        expect(stateOf(item)).toEqual(given);
      }),
    );
  });
});

describe('the state in an item', () => {
  const item = { ...itemOf('ticket#1', 3, state, outbox), lane: 'open#1', sortKey: 'k' };

  it('does not include key, version, outbox and index attributes', () => {
    expect(stateOf(item, ['lane', 'sortKey'])).toEqual(state);
  });

  it('includes whatever else the item has', () => {
    expect(stateOf(item)).toEqual({ ...state, lane: 'open#1', sortKey: 'k' });
    expect(stateOf({ pk: 'stock#a', version: 2, available: 5 })).toEqual({ available: 5 });
  });
});

describe('versioned items with an index', () => {
  interface Ticket {
    readonly orderId: string;
    readonly open: boolean;
    readonly note?: string | undefined;
  }
  let aws: FakeAws;
  let tickets: ReturnType<typeof versionedItems<Ticket>>;

  beforeAll(async () => {
    aws = await startFakeAws();
    const { documentClient } = await import('../../../../shared/persistence/document-client.ts');
    tickets = versionedItems<Ticket>(documentClient, 'table', {
      keyOf: (id) => `ticket#${id}`,
      idOf: ({ orderId }) => orderId,
      indexAttributes: ({ open }): Record<string, string> => (open ? { lane: 'open' } : {}),
      indexNames: ['lane'],
    });
  });
  afterEach(() => aws.reset());
  afterAll(() => aws.close());

  const ticket: Ticket = { orderId: '1', open: true };
  const written = () =>
    unmarshall(aws.inputsOf('DynamoDB.PutItem').at(-1)!['Item'] as Parameters<typeof unmarshall>[0]);

  it('are written as plain items with the index attributes of their state', async () => {
    await tickets.insert(ticket, outbox);
    expect(written()).toEqual({ pk: 'ticket#1', version: 1, ...ticket, outbox, lane: 'open' });
    await tickets.save({ ...ticket, open: false }, 4, undefined);
    expect(written()).toEqual({ pk: 'ticket#1', version: 5, orderId: '1', open: false });
  });

  it('leave out what is undefined', async () => {
    await tickets.insert({ ...ticket, note: undefined }, undefined);
    expect(Object.keys(written())).not.toContain('note');
  });

  it('are read without their index attributes, also when they were read some other way', async () => {
    const item = { pk: 'ticket#1', version: 5, ...ticket, outbox, lane: 'open' };
    aws.answer(() => ({ body: { Item: marshall(item) } }));
    expect(await tickets.load('1')).toEqual({ state: ticket, version: 5 });
    expect(tickets.stateOf(item)).toEqual(ticket);
  });
});
