import { describe, expect, test } from '@jest/globals';
import { remaining } from '../../../../scripts/deployment/leftovers.ts';

const deployed = (logicalId: string, type: string) => ({
  stack: 'orderly-sandbox-data',
  logicalId,
  type,
  physicalId: `${logicalId}-1`,
});

const templates = {
  'orderly-sandbox-data': {
    Resources: {
      Table: { Type: 'AWS::DynamoDB::GlobalTable', DeletionPolicy: 'Delete' },
      Queue: { Type: 'AWS::SQS::Queue' },
      Role: { Type: 'AWS::IAM::Role', DeletionPolicy: 'Retain' },
      Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'RetainExceptOnCreate' },
      Key: { Type: 'AWS::KMS::Key', DeletionPolicy: 'Delete' },
    },
  },
};

describe('what remains of a removed stage', () => {
  test('is what CloudFormation keeps, and keys that AWS deletes later', () => {
    const lines = remaining(
      [
        deployed('Table', 'AWS::DynamoDB::GlobalTable'),
        deployed('Queue', 'AWS::SQS::Queue'),
        deployed('Role', 'AWS::IAM::Role'),
        deployed('Logs', 'AWS::Logs::LogGroup'),
        deployed('Key', 'AWS::KMS::Key'),
      ],
      templates,
    );

    expect(lines).toEqual([
      'AWS::IAM::Role Role-1: it is kept (Retain)',
      'AWS::Logs::LogGroup Logs-1: it is kept (RetainExceptOnCreate)',
      'AWS::KMS::Key Key-1: AWS deletes it after its waiting period',
    ]);
  });

  test.each([
    [
      'ERROR',
      [
        'AWS::Logs::LogGroup API-Gateway-Execution-Logs_Api-1/Stage-1: API Gateway made it for its execution logs',
      ],
    ],
    ['OFF', []],
    [undefined, []],
  ])('includes the log group that API Gateway makes, if the stage logs (%s)', (LoggingLevel, lines) => {
    const MethodSettings = [
      { HttpMethod: '*', ResourcePath: '/*', ...(LoggingLevel === undefined ? {} : { LoggingLevel }) },
    ];
    const Stage = {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, MethodSettings },
    };
    const Api = { Type: 'AWS::ApiGateway::RestApi' };

    expect(
      remaining([deployed('Api', 'AWS::ApiGateway::RestApi'), deployed('Stage', 'AWS::ApiGateway::Stage')], {
        'orderly-sandbox-data': { Resources: { Api, Stage } },
      }),
    ).toEqual(lines);
  });
});
