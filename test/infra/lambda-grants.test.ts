import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { allows, functionsOf, type Deployed } from './function-grants.ts';
import { list } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

/**
 * Emulators do not check which permissions Lambda itself needs from a function's role. So only these tests notice that
 * such a permission is missing.
 */
describe.each(stages)('what Lambda does with the roles of stage %s', (stage) => {
  const functions = functionsOf(stage);
  const mappings = resourcesOf(synthesised(stage), 'AWS::Lambda::EventSourceMapping');
  const sourcesOf = ({ id }: Deployed): readonly unknown[] =>
    mappings
      .filter(({ Properties }) => referenced(Properties['FunctionName']) === id)
      .map(({ Properties }) => Properties['EventSourceArn']);

  it('includes writing to the log group of each function', () => {
    for (const one of functions) {
      const group = referenced((one.properties['LoggingConfig'] as { LogGroup: unknown }).LogGroup);
      const isOwn = (resource: unknown) => referenced(resource) === group;
      for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
        expect([one.name, action, allows(one, action, isOwn)]).toEqual([one.name, action, true]);
      }
    }
  });

  it('includes sending traces', () => {
    for (const one of functions) {
      for (const action of ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']) {
        expect([one.name, allows(one, action, (resource) => resource === '*')]).toEqual([one.name, true]);
      }
    }
  });

  it('is, on the queue or stream that invokes a function, what Lambda needs to receive, and nothing else', () => {
    const invoked = functions.filter((one) => sourcesOf(one).length > 0);
    expect(invoked.length).toBeGreaterThan(0);
    for (const one of invoked) {
      for (const source of sourcesOf(one)) {
        const isSource = (resource: unknown) => JSON.stringify(resource) === JSON.stringify(source);
        const allowed = one.statements
          .filter(({ Resource }) => list(Resource).some(isSource))
          .flatMap(({ Action }) => list(Action))
          .filter((action) => action !== 'sqs:SendMessage');
        expect([one.name, allowed.toSorted()]).toEqual([
          one.name,
          one.name.endsWith('-relay')
            ? [
                'dynamodb:DescribeStream',
                'dynamodb:GetRecords',
                'dynamodb:GetShardIterator',
                'dynamodb:ListStreams',
              ]
            : ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        ]);
      }
    }
  });

  it('includes storing the records that a relay could not publish', () => {
    const bucket = mappings
      .map(
        ({ Properties }) =>
          Properties['DestinationConfig'] as { OnFailure: { Destination: unknown } } | undefined,
      )
      .find((destination) => destination !== undefined)?.OnFailure.Destination;
    expect(bucket !== undefined).toBe(synthesised(stage).settings.onAws);
    if (bucket === undefined) return;
    const relays = functions.filter(({ name }) => name.endsWith('-relay'));
    expect(relays.length).toBeGreaterThan(0);
    for (const relay of relays) {
      const isBucket = (resource: unknown) => JSON.stringify(resource) === JSON.stringify(bucket);
      const isObject = (resource: unknown) =>
        JSON.stringify(resource) === JSON.stringify({ 'Fn::Join': ['', [bucket, '/*']] });
      expect([relay.name, allows(relay, 's3:ListBucket', isBucket)]).toEqual([relay.name, true]);
      expect([relay.name, allows(relay, 's3:PutObject', isObject)]).toEqual([relay.name, true]);
    }
  });
});
