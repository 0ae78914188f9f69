import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { tableShapes, type TableShape } from '../../shared/config/tables.ts';
import { services } from '../../shared/events/catalog.ts';
import { resourcesOf, synthesised } from './synthesised.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { variant } from './variant.ts';

interface Replica {
  readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
  readonly DeletionProtectionEnabled?: boolean;
}

describe.each(stages)('the data of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const tables = resourcesOf(stacks, 'AWS::DynamoDB::GlobalTable');
  const tableOf = (service: string) =>
    tables.find(({ id }) => id.toLowerCase().startsWith(`${service}table`));

  it.each(services)('%s has a table with the shape that its adapters and their tests use', (service) => {
    const table = tableOf(service);
    const shape: TableShape = tableShapes[service];
    const indexes = Object.entries(shape.indexes).map(([IndexName, { partitionKey, sortKey }]) => ({
      IndexName,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    }));

    expect(table?.Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(table?.Properties['GlobalSecondaryIndexes'] ?? []).toEqual(indexes);
  });

  /** The filter must name a scalar (`outbox.at`), because Lambda's `exists` filter does not match lists or maps. */
  const outboxWrites = { outbox: { M: { at: { S: [{ exists: true }] } } } };

  /** The event source mapping that invokes a service's relay. */
  const relayOf = (service: string) =>
    resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping').filter(({ id }) =>
      id.toLowerCase().startsWith(`${service}relay`),
    );

  it.each([
    ['orders', [outboxWrites]],
    ['payments', [outboxWrites]],
    ['fulfilment', [outboxWrites]],
    // The relay derives the event StockLow from the writes of stock items, because stock items have no outbox.
    ['inventory', [outboxWrites, { pk: { S: [{ prefix: 'stock#' }] } }]],
  ])(
    '%s is published from the start of the stream, by a relay that only writes of %j invoke',
    (service, images) => {
      const [stream, ...others] = relayOf(service);
      expect(others).toEqual([]);
      expect(stream?.Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FilterCriteria: {
          Filters: images.map((NewImage) => ({ Pattern: JSON.stringify({ dynamodb: { NewImage } }) })),
        },
      });
      // A failed record is retried for 23 of the 24 hours for which the stream keeps it. After that, Lambda stores the
      // record in the bucket.
      expect(stream?.Properties).not.toHaveProperty('MaximumRetryAttempts');
      expect(stream?.Properties['MaximumRecordAgeInSeconds']).toBe(
        stacks.settings.onAws ? 23 * 3600 : undefined,
      );
      expect('DestinationConfig' in (stream?.Properties ?? {})).toBe(stacks.settings.onAws);
    },
  );

  it('of notifications has no relay', () => {
    expect(relayOf('notifications')).toEqual([]);
  });

  it('can be replayed if the bus supports an archive', () => {
    expect(resourcesOf(stacks, 'AWS::Events::Archive')).toHaveLength(stacks.settings.onAws ? 1 : 0);
  });

  it('is retained, recoverable and protected from deletion only in production', () => {
    const kept = stage === 'production';
    for (const service of services) {
      const table = tableOf(service);
      const [replica] = (table?.Properties['Replicas'] ?? []) as readonly Replica[];
      expect(table?.DeletionPolicy).toBe(kept ? 'Retain' : 'Delete');
      expect(table?.UpdateReplacePolicy).toBe(kept ? 'Retain' : 'Delete');
      expect(replica?.DeletionProtectionEnabled ?? false).toBe(kept);
      expect(replica?.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(stage !== 'local');
    }
    // If the first deployment of a stack fails, CloudFormation deletes these resources. It could not delete tables,
    // because they have deletion protection. So tables are not listed here.
    for (const type of ['AWS::SecretsManager::Secret', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup']) {
      for (const { DeletionPolicy } of resourcesOf(stacks, type)) {
        expect(DeletionPolicy).toBe(kept ? 'RetainExceptOnCreate' : 'Delete');
      }
    }
    for (const { DeletionPolicy } of resourcesOf(stacks, 'AWS::Cognito::UserPool')) {
      expect(DeletionPolicy).toBe(kept ? 'Retain' : 'Delete');
    }
  });

  it('never collides with what an earlier stack has left: a retained resource has a generated name', () => {
    /** The properties with names that must be unique in an account and region. */
    const names = {
      'AWS::DynamoDB::GlobalTable': 'TableName',
      'AWS::Logs::LogGroup': 'LogGroupName',
      'AWS::SecretsManager::Secret': 'Name',
      'AWS::S3::Bucket': 'BucketName',
      'AWS::SQS::Queue': 'QueueName',
      'AWS::Events::EventBus': 'Name',
      'AWS::Events::Archive': 'ArchiveName',
      'AWS::SNS::Topic': 'TopicName',
      'AWS::Lambda::Function': 'FunctionName',
    };
    const colliding = Object.entries(names).flatMap(([type, property]) =>
      resourcesOf(stacks, type).filter(
        ({ DeletionPolicy = 'Delete', Properties }) => DeletionPolicy !== 'Delete' && property in Properties,
      ),
    );
    const retained = Object.values(stacks.templates).flatMap(({ Resources }) =>
      Object.values(Resources).filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete'),
    );
    /** Resources of these types have no name, or a name that need not be unique. */
    const nameless = [
      'AWS::ApiGateway::Account',
      'AWS::Cognito::UserPool',
      'AWS::IAM::Role',
      'AWS::KMS::Key',
    ];

    expect(colliding.map(({ id }) => id)).toEqual([]);
    expect(
      retained.map(({ Type }) => Type).filter((type) => !(type in names) && !nameless.includes(type)),
    ).toEqual([]);
  });
});

const streamArn =
  'arn:aws:dynamodb:eu-central-1:210987654321:table/orders-restored/stream/2026-11-28T00:00:00.000';
const restoredTables = { orders: { name: 'orders-restored', streamArn } };
const restored = await variant('production', {
  file: { production: { ...sampleSettings.production, restoredTables } },
});

describe('a restored table', () => {
  const stacks = restored;
  const functions = resourcesOf(stacks, 'AWS::Lambda::Function').filter(({ Properties }) =>
    String(Properties['FunctionName']).startsWith('orderly-production-orders-'),
  );

  it('takes the place of the stage’s own: all functions of its service use it, and may use no other', () => {
    const used = functions.map(({ Properties }) => {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
      return Variables['TABLE_NAME'];
    });
    const granted = resourcesOf(stacks, 'AWS::IAM::Role')
      .filter(({ id }) => id.startsWith('Orders'))
      .map(({ Properties }) => JSON.stringify(Properties['Policies']));

    expect(functions.length).toBeGreaterThan(5);
    expect(new Set(used.filter((name) => name !== undefined))).toEqual(new Set(['orders-restored']));
    expect(granted.filter((policies) => policies.includes('dynamodb:PutItem'))).not.toEqual([]);
    for (const policies of granted) expect(policies).not.toContain('OrdersTable');
  });

  it('is relayed from its own stream, and the stage’s own table is kept', () => {
    const sources = resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping').map(
      ({ Properties }) => Properties['EventSourceArn'],
    );
    const tables = resourcesOf(stacks, 'AWS::DynamoDB::GlobalTable').map(({ id }) => id);

    expect(sources.filter((source) => source === streamArn)).toHaveLength(1);
    expect(tables.filter((id) => id.startsWith('OrdersTable'))).toHaveLength(1);
    expect(stacks.templates['data']?.Outputs?.['OrdersTableName']?.Value).toBe('orders-restored');
  });
});
