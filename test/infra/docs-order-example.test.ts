import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { orderAggregate } from '../../functions/orders/aggregate.ts';
import { placeOrder } from '../../functions/orders/place-order.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import { fingerprintOf } from '../../shared/kernel/ids.ts';
import { consumer } from '../../shared/messaging/consumer.ts';
import { mutants as modelMutants } from '../model/mutants.ts';
import { unitMutants } from '../mutants/unit-mutants.ts';
import { mutants as simulationMutants } from '../simulation/mutants/mutants.ts';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { lambdaContext } from '../support/lambda-events.ts';
import { memoryPriceList } from '../support/memory/orders-price-list.ts';
import { price } from '../support/orders.ts';
import type { WireItem } from '../support/stored-items.ts';
import { resourcesOf, synthesised, type Resource } from './synthesised.ts';
import { KEEP_DAYS } from '../support/keep-days.ts';

const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');

/** The part of the page below a heading, down to the next heading. */
const sectionOf = (heading: string): string => {
  const section = page.split(`\n${heading}\n`)[1]?.split(/^#+ /m)[0];
  if (section === undefined) throw new Error(`docs/architecture.md has no heading "${heading}"`);
  return section;
};

const jsonUnder = (heading: string): unknown => {
  const json = /```json\n([\s\S]*?)```/.exec(sectionOf(heading))?.[1];
  if (json === undefined) throw new Error(`"${heading}" has no JSON block`);
  return JSON.parse(json);
};

/** In an example, a field with this name stands for all fields that the example leaves out. */
const LEFT_OUT = '…';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The real value without the fields that the example leaves out. In an example, only an object with the field `…` may
 * leave out fields. Such an object must leave out at least one field.
 */
const abridged = (real: unknown, example: unknown): unknown => {
  if (Array.isArray(real) && Array.isArray(example)) return real.map((one, at) => abridged(one, example[at]));
  if (!isObject(real) || !isObject(example)) return real;
  const shown = Object.keys(real).filter((name) => !(LEFT_OUT in example) || name in example);
  const fields = shown.map((name) => [name, abridged(real[name], example[name])] as const);
  const rest = shown.length < Object.keys(real).length ? { [LEFT_OUT]: example[LEFT_OUT] } : {};
  return { ...Object.fromEntries(fields), ...rest };
};

const expectExample = (heading: string, real: unknown): void => {
  const example = jsonUnder(heading);
  expect(example).toEqual(abridged(real, example));
};

const ORDER_ID = '0195f0a0-0000-7000-8000-000000000001';
const REQUEST_ID = '0195f0a0-0000-7000-8000-0000000000aa';
const trace = { correlationId: REQUEST_ID, causationId: REQUEST_ID };
const items = [{ productId: 'cardamom-bun', quantity: 2 }];

/** An entry of a `PutEvents` request, as sent over HTTP. */
interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time: number;
}

let aws: FakeAws;
let item: WireItem;
let record: Json;
let entry: Entry;
let body: Json;

/** Places an order with the real store adapter. Returns the item that the adapter writes to DynamoDB. */
const place = async (): Promise<WireItem> => {
  const { documentClient } = await import('../../shared/persistence/document-client.ts');
  const { dynamoOrderStore } = await import('../../functions/orders/adapters/dynamo-order-store.ts');
  const store = dynamoOrderStore(documentClient, 'orderly-production-orders');
  const now = () => '2026-03-01T09:00:00.000Z';
  const bun = price({ productId: 'cardamom-bun', name: 'Cardamom bun', unitAmount: 350 });
  await placeOrder({
    orders: orderAggregate(store, now, KEEP_DAYS),
    store,
    prices: memoryPriceList(bun),
    now,
    stockBySeconds: synthesised('production').settings.periods.stockBySeconds,
  })(
    {
      orderId: ORDER_ID,
      customerId: 'alice',
      items,
      fingerprint: fingerprintOf([items.map((line) => [line.productId, line.quantity]), null]),
      repeatable: false,
    },
    trace,
  );
  return aws.inputsOf('DynamoDB.PutItem')[0]!['Item'] as WireItem;
};

/** The stream record of a new item, as DynamoDB passes it to Lambda. */
const recordOf = (newImage: WireItem): Json => {
  const tables = resourcesOf(synthesised('production'), 'AWS::DynamoDB::GlobalTable');
  const orders = tables.find(({ id }) => id.startsWith('OrdersTable'));
  return {
    eventID: 'c4ca4238a0b923820dcc509a6f75849b',
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_772_355_600,
      Keys: { pk: newImage['pk'] },
      NewImage: newImage,
      SequenceNumber: '100000000000000000001',
      SizeBytes: 1000,
      ...(orders?.Properties['StreamSpecification'] as object),
    },
    eventSourceARN:
      'arn:aws:dynamodb:eu-west-1:123456789012:table/orderly-production-orders/stream/2026-02-01T00:00:00.000',
  };
};

/** Publishes the record with the real relay. Returns the entry that the relay sends to EventBridge. */
const publish = async (streamed: Json): Promise<Entry> => {
  const { handler } = await import('../../functions/orders/lambdas/relay.ts');
  await handler({ Records: [streamed] }, lambdaContext());
  return (aws.inputsOf('Events.PutEvents')[0]!['Entries'] as readonly Entry[])[0]!;
};

/** The event as EventBridge delivers it to a target without an input transformer (user guide, event structure). */
const delivered = ({ Source, DetailType, Detail, Time }: Entry): Json => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': DetailType,
  source: Source,
  account: '123456789012',
  time: new Date(Time * 1000).toISOString().replace('.000Z', 'Z'),
  region: 'eu-west-1',
  resources: [],
  detail: JSON.parse(Detail) as unknown,
});

beforeAll(async () => {
  aws = await startFakeAws();
  aws.answer(({ operation }) =>
    operation === 'Events.PutEvents'
      ? { body: { FailedEntryCount: 0, Entries: [{ EventId: 'event-1' }] } }
      : undefined,
  );
  Object.assign(process.env, {
    EVENT_BUS_NAME: 'orderly-production',
    RELAY_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`,
  });
  item = await place();
  record = recordOf(item);
  entry = await publish(record);
  body = delivered(entry);
});
afterAll(() => aws.close());

describe('the order that docs/architecture.md follows', () => {
  it('is this item of the table', () => {
    expectExample('### 1. The item', unmarshall(item));
  });

  it('becomes this record of the stream', () => {
    expectExample('### 2. The stream record', record);
  });

  it('publishes this entry, whose detail is JSON in a string', () => {
    expectExample('### 3. The integration event', { ...entry, Detail: JSON.parse(entry.Detail) as unknown });
  });

  it('reaches the queue of inventory as this message', () => {
    expectExample('### 4. The queue message', body);
  });

  it('has a message that inventory understands', async () => {
    const heard: unknown[] = [];
    const consume = consumer('inventory-reservations', {
      OrderCreated: async (data, context) => void heard.push({ data, context }),
    });
    const [disposition] = await consume([{ body: JSON.stringify(body), receive: { count: 1, max: 5 } }]);
    expect(disposition?.outcome).toBe('acknowledge');
    const { data, id, time } = body['detail'] as Json;
    const context = { correlationId: REQUEST_ID, causationId: id, sentAt: time };
    expect(heard).toEqual([{ data, context }]);
  });
});

describe('the rules of the bus', () => {
  const rules = (): readonly Resource[] =>
    resourcesOf(synthesised('production'), 'AWS::Events::Rule').filter(
      ({ Properties }) => Properties['EventPattern'] !== undefined,
    );

  it('give each target the whole event, because no target changes its input', () => {
    expect(rules().length).toBeGreaterThan(Object.keys(inboxes).length);
    const fields = rules().flatMap(({ Properties }) =>
      (Properties['Targets'] as readonly object[]).flatMap((target) => Object.keys(target)),
    );
    expect([...new Set(fields)].toSorted()).toEqual(['Arn', 'DeadLetterConfig', 'Id', 'RetryPolicy']);
  });

  it('deliver the example to the queues that the page names', () => {
    const hearing = Object.entries(inboxes)
      .filter(([, { events }]) => (events as readonly string[]).includes(entry.DetailType))
      .map(([name]) => `\`${name}\``);
    const section = sectionOf('### 4. The queue message');
    expect(hearing.filter((name) => !section.includes(name))).toEqual([]);
  });
});

describe('the planted bugs of the table of patterns', () => {
  it('exist', () => {
    const known = new Set([...simulationMutants, ...modelMutants, ...unitMutants].map(({ name }) => name));
    const rows = sectionOf('## Patterns')
      .split('\n')
      .filter((line) => /^\| \[?\w/.test(line) && !line.startsWith('| Pattern'));
    const named = rows.map((row) => /`([^`]+)`\]\([^)]*mutants[^)]*\)/.exec(row)?.[1]);
    expect(rows.length).toBeGreaterThan(9);
    expect(named.filter((name) => name === undefined || !known.has(name))).toEqual([]);
  });
});
