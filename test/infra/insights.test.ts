import { describe, expect, it } from '@jest/globals';
import { list, statementsOf } from './statements.ts';
import { referenced, resourcesOf, synthesised, type Synthesised } from './synthesised.ts';
import { variant } from './variant.ts';

const namesOf = (stacks: Synthesised, type: string, property: string): readonly string[] =>
  resourcesOf(stacks, type)
    .map(({ Properties }) => String(Properties[property]))
    .filter((name) => name.includes('insights'))
    .toSorted();

const functionsOf = (stacks: Synthesised) => {
  const roles = resourcesOf(stacks, 'AWS::IAM::Role');
  return resourcesOf(stacks, 'AWS::Lambda::Function').map(({ Properties }) => ({
    name: String(Properties['FunctionName']).replace(`orderly-${stacks.settings.name}-`, ''),
    onTable: statementsOf(roles.find(({ id }) => id === referenced(Properties['Role'])))
      .filter(({ Resource }) => JSON.stringify(Resource).includes('InsightsTable'))
      .flatMap(({ Action }) => list(Action))
      .toSorted(),
  }));
};

describe('the insights service of a stage on AWS', () => {
  const stacks = synthesised('sandbox');

  it('may do only what its functions need on its table, and no other service touches the table', () => {
    const using = functionsOf(stacks).filter(({ onTable }) => onTable.length > 0);
    expect(using.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      {
        name: 'insights-inbox',
        onTable: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      },
      {
        name: 'insights-show-insights',
        onTable: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      },
    ]);
  });

  it('has few workers, because it must not take the concurrency that orders need', () => {
    const queue = resourcesOf(stacks, 'AWS::SQS::Queue').find(
      ({ Properties }) => Properties['QueueName'] === 'orderly-sandbox-insights-inbox',
    );
    const mapping = resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping').find(
      ({ Properties }) => referenced(Properties['EventSourceArn']) === queue?.id,
    );
    expect(mapping?.Properties['ScalingConfig']).toEqual({ MaximumConcurrency: 10 });
  });
});

const withoutInsights = await variant('local', { file: { local: { insights: false } } });

describe('a stage without insights', () => {
  const stacks = withoutInsights;

  it('has no function, route or rule for it', () => {
    expect(namesOf(stacks, 'AWS::Lambda::Function', 'FunctionName')).toEqual([]);
    expect(namesOf(stacks, 'AWS::ApiGateway::Resource', 'PathPart')).toEqual([]);
    expect(namesOf(stacks, 'AWS::Events::Rule', 'Description')).toEqual([]);
  });

  it('keeps the table and the queues, which operators and alarms know by name', () => {
    expect(namesOf(stacks, 'AWS::SQS::Queue', 'QueueName')).toEqual([
      'orderly-local-insights-inbox',
      'orderly-local-insights-inbox-dlq',
    ]);
    expect(namesOf(stacks, 'AWS::DynamoDB::GlobalTable', 'TableName')).toEqual(['orderly-local-insights']);
  });

  it('has them by default', () => {
    const usual = synthesised('local');
    expect(namesOf(usual, 'AWS::Lambda::Function', 'FunctionName')).toEqual([
      'orderly-local-insights-inbox',
      'orderly-local-insights-show-insights',
    ]);
    expect(namesOf(usual, 'AWS::Events::Rule', 'Description')).toHaveLength(4);
  });
});
