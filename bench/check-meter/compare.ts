import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type ConsumedCapacity,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { documentClientOf } from '../measure/table.ts';
import { itemSize } from '../meter/item-size.ts';
import type { Charge } from '../meter/charge.ts';
import { meterOf, probeOf } from '../meter/meter.ts';
import { between, seededRandom, type Random } from '../random.ts';
import { anyItem, anyKey, anyUpdate, checkedTable, indexNames } from './requests.ts';

/** How often the meter and the engine (DynamoDB Local) agree about requests of one kind. */
export interface Agreement {
  readonly kind: string;
  readonly requests: number;
  readonly agreed: number;
  readonly meterUnits: number;
  /** Undefined for failed conditions, because the engine reports no units for them. */
  readonly engineUnits: number | undefined;
  /** The first request for which the meter and the engine disagree. */
  readonly example?: string;
}

const TABLE = 'checked';

const createTable = async (client: DynamoDBClient): Promise<void> => {
  const [byLane, byShelf] = checkedTable.indexes;
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'lane', 'at', 'shelf'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: indexNames[0],
          KeySchema: [
            { AttributeName: byLane.partitionKey, KeyType: 'HASH' },
            { AttributeName: byLane.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: indexNames[1],
          KeySchema: [{ AttributeName: byShelf.partitionKey, KeyType: 'HASH' }],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...byShelf.include] },
        },
      ],
    }),
  );
};

/** The engine's response: the units that it reported, or the item that did not meet the condition. */
type Answer = { readonly units: number } | { readonly refusedBy: Record<string, AttributeValue> | undefined };

const unitsOf = (consumed: ConsumedCapacity | undefined): number => consumed?.CapacityUnits ?? NaN;

/** Sends a random request. */
const send = async (client: DynamoDBClient, random: Random): Promise<{ kind: string; answer: Answer }> => {
  const common = { TableName: TABLE, ReturnConsumedCapacity: 'INDEXES' } as const;
  const condition =
    random() < 0.25 ? ({ ConditionExpression: 'attribute_not_exists(pk)' } as const) : undefined;
  const guarded = { ...common, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const write = async (
    kind: string,
    run: () => Promise<{ ConsumedCapacity?: ConsumedCapacity | undefined }>,
  ) => {
    try {
      return { kind, answer: { units: unitsOf((await run()).ConsumedCapacity) } };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { kind: `${kind}, condition refused`, answer: { refusedBy: error.Item } };
    }
  };
  const dice = random();
  if (dice < 0.35) {
    return write('PutItem', () => client.send(new PutItemCommand({ ...guarded, Item: anyItem(random) })));
  }
  if (dice < 0.65) {
    const input = { ...guarded, Key: anyKey(random), ...anyUpdate(random) };
    return write('UpdateItem', () => client.send(new UpdateItemCommand(input)));
  }
  if (dice < 0.75) {
    return write('DeleteItem', () => client.send(new DeleteItemCommand({ ...guarded, Key: anyKey(random) })));
  }
  const ConsistentRead = random() < 0.5;
  const consistency = ConsistentRead ? 'strong' : 'eventual';
  if (dice < 0.9) {
    const { ConsumedCapacity } = await client.send(
      new GetItemCommand({ ...common, Key: anyKey(random), ConsistentRead }),
    );
    return { kind: `GetItem, ${consistency}`, answer: { units: unitsOf(ConsumedCapacity) } };
  }
  if (dice > 0.95) {
    // The meter expects pages in the form that a document client returns.
    const { ConsumedCapacity } = await documentClientOf(client).send(
      new QueryCommand({
        ...common,
        IndexName: indexNames[1],
        KeyConditionExpression: 'shelf = :shelf',
        ExpressionAttributeValues: { ':shelf': 'shelf' },
      }),
    );
    return { kind: 'Query of an index', answer: { units: unitsOf(ConsumedCapacity) } };
  }
  const keys = new Map(
    Array.from({ length: between(random, 1, 10) }, () => anyKey(random)).map((key) => [key['pk']?.S, key]),
  );
  const { ConsumedCapacity: [consumed] = [] } = await client.send(
    new BatchGetItemCommand({
      ReturnConsumedCapacity: 'INDEXES',
      RequestItems: { [TABLE]: { Keys: [...keys.values()], ConsistentRead } },
    }),
  );
  return { kind: `BatchGetItem, ${consistency}`, answer: { units: unitsOf(consumed) } };
};

const total = (charges: readonly Charge[]): number =>
  charges.reduce(
    (sum, { writeUnits, readUnits, indexUnits }) => sum + writeUnits + readUnits + indexUnits,
    0,
  );

/**
 * Sends random requests to an engine (DynamoDB Local). Compares the units that the engine reports with those of the
 * meter.
 * @param client a client that this function meters
 * @param probe a client that is not metered
 */
export const compareMeter = async (
  client: DynamoDBClient,
  probe: DynamoDBClient,
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Promise<readonly Agreement[]> => {
  await createTable(probe);
  const random = seededRandom(seed);
  const meter = meterOf({ [TABLE]: checkedTable }, probeOf(probe));
  meter.attach(client);
  const kinds = new Map<string, Agreement>();
  for (let n = 0; n < requests; n += 1) {
    const before = meter.charges.length;
    const { kind: sent, answer } = await send(client, random);
    const charges = meter.charges.slice(before);
    const units = total(charges);
    // DynamoDB Local does not charge for absent items of a batch. DynamoDB itself charges for them, according to its
    // documentation, and so does the meter.
    const absent = sent.startsWith('BatchGetItem') ? charges.filter(({ bytes }) => bytes === 0) : [];
    const kind = absent.length > 0 ? `${sent}, some absent` : sent;
    const known = kinds.get(kind);
    const refused = 'refusedBy' in answer;
    // After a failed condition, DynamoDB charges for the larger of the old and the new item. The engine returns only
    // the old item, so the charged bytes must be at least the size of that item.
    const agrees = refused
      ? answer.refusedBy !== undefined && (charges[0]?.bytes ?? 0) >= itemSize(answer.refusedBy)
      : answer.units === units - total(absent);
    const key = charges.map((charge) => `${charge.key}: ${charge.bytes} bytes`).join(', ');
    const example =
      known?.example ?? (agrees || refused ? undefined : `${key}: meter ${units}, engine ${answer.units}`);
    kinds.set(kind, {
      kind,
      requests: (known?.requests ?? 0) + 1,
      agreed: (known?.agreed ?? 0) + (agrees ? 1 : 0),
      meterUnits: (known?.meterUnits ?? 0) + units,
      engineUnits: refused ? undefined : (known?.engineUnits ?? 0) + answer.units,
      ...(example === undefined ? {} : { example }),
    });
  }
  return [...kinds.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
};
