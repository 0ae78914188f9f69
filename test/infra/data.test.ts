import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { tableShapes, type TableShape } from '../../shared/config/tables.ts';
import { services } from '../../shared/events/catalog.ts';
import { resourcesOf, synthesised } from './synthesised.ts';

const tableName = (stage: string, service: string): string => `orderly-${stage}-${service}`;

interface Replica {
  readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
  readonly DeletionProtectionEnabled?: boolean;
}

describe.each(stages)('the data of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const tables = resourcesOf(stacks, 'AWS::DynamoDB::GlobalTable');
  const tableOf = (service: string) =>
    tables.find(({ Properties }) => Properties['TableName'] === tableName(stage, service));

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
    // The relay derives StockLow from writes of stock items, which have no outbox.
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
      // A failed record is retried for 23 of the 24 hours that the stream keeps it, then it is stored in the bucket.
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
    for (const type of ['AWS::SecretsManager::Secret', 'AWS::Cognito::UserPool', 'AWS::S3::Bucket']) {
      for (const { DeletionPolicy } of resourcesOf(stacks, type)) {
        expect(DeletionPolicy).toBe(kept ? 'Retain' : 'Delete');
      }
    }
  });
});

describe('users', () => {
  it('are in Cognito on AWS, with a group for each role in a token', () => {
    const groups = resourcesOf(synthesised('production'), 'AWS::Cognito::UserPoolGroup');

    expect(groups.map(({ Properties }) => Properties['GroupName']).sort()).toEqual(['admin', 'staff']);
    expect(resourcesOf(synthesised('local'), 'AWS::Cognito::UserPool')).toEqual([]);
  });

  it.each([
    ['production', ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH']],
    // The admin flow requires AWS credentials. A command line can get a token with it.
    ['sandbox', ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH']],
  ] as const)('sign in to %s only with %j', (stage, flows) => {
    const [client, ...others] = resourcesOf(synthesised(stage), 'AWS::Cognito::UserPoolClient');
    const allowed = client?.Properties['ExplicitAuthFlows'] as readonly string[] | undefined;

    expect(others).toEqual([]);
    expect(allowed?.toSorted()).toEqual(flows);
  });
});
