import { describe, expect, it } from '@jest/globals';
import type { RecordedCall } from '../../../../scripts/emulator/recorded-calls.ts';
import type { DeployedFunction } from '../../../../scripts/grants/deployed-functions.ts';
import type { GrantException } from '../../../../scripts/grants/exceptions.ts';
import type { Statement } from '../../../../scripts/grants/grants.ts';
import { judgeGrants } from '../../../../scripts/grants/judge.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/orderly-local-orders';
const queue = 'arn:aws:sqs:us-east-1:000000000000:orderly-local-orders-inbox';
const stream = `${table}/stream/2026-01-01T00:00:00.000Z`;
const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/orderly-local';
const logGroupArn = 'arn:aws:logs:us-east-1:000000000000:log-group:/orderly/local/orders/inbox';

const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[],
  rest: Partial<Statement> = {},
): Statement => ({ Effect: 'Allow', Action, Resource, ...rest });

const inbox = (...statements: readonly Statement[]): DeployedFunction => ({
  name: 'orders-inbox',
  role: 'inbox-role',
  statements,
  logGroupArn,
  traced: false,
  sourceArns: [],
});

const call = (action: string, resource: string, more: Partial<RecordedCall> = {}): RecordedCall => ({
  role: 'inbox-role',
  action,
  resource,
  ...more,
});

const exception = (action: string, more: Partial<GrantException> = {}): GrantException => ({
  functions: ['orders-inbox'],
  action,
  stages: 'all',
  reason: 'a test',
  ...more,
});

/** Judges a stage with a single function. Returns the function's unused grants, and the outdated exceptions. */
const judged = (
  one: DeployedFunction,
  calls: readonly RecordedCall[],
  exceptions: readonly GrantException[] = [],
) => {
  const { functions, outdated } = judgeGrants([one], calls, exceptions);
  return { ...functions[0], outdated };
};

describe('a grant is unused', () => {
  it('if no call takes its action', () => {
    const one = inbox(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table));
    expect(judged(one, [call('dynamodb:GetItem', table)])).toMatchObject({
      grants: 2,
      called: 1,
      unused: [{ action: 'dynamodb:PutItem', resource: table }],
    });
  });

  it('if calls take its action only on other resources', () => {
    const one = inbox(allow('dynamodb:GetItem', [table, `${table}-archive`]));
    expect(judged(one, [call('dynamodb:GetItem', table)]).unused).toEqual([
      { action: 'dynamodb:GetItem', resource: `${table}-archive` },
    ]);
  });

  it('if only the role of another function calls', () => {
    const one = inbox(allow('dynamodb:GetItem', table));
    expect(judged(one, [call('dynamodb:GetItem', table, { role: 'other-role' })]).unused).toHaveLength(1);
  });

  it('if it allows a source of events of which no event is put', () => {
    const Condition = { 'ForAllValues:StringEquals': { 'events:source': ['orderly.orders', 'orderly.old'] } };
    const one = inbox(allow('events:PutEvents', bus, { Condition }));
    expect(judged(one, [call('events:PutEvents', bus, { source: 'orderly.orders' })])).toMatchObject({
      called: 1,
      unused: [{ action: 'events:PutEvents', resource: bus, source: 'orderly.old' }],
    });
  });

  it('if it is for a queue that does not invoke the function', () => {
    const one = inbox(allow('sqs:ReceiveMessage', [queue, `${queue}-dlq`]));
    expect(judged({ ...one, sourceArns: [queue] }, [])).toMatchObject({
      byLambda: 1,
      unused: [{ action: 'sqs:ReceiveMessage', resource: `${queue}-dlq` }],
    });
  });
});

describe('a grant is used', () => {
  it('by a call on one of the resources of its wildcard', () => {
    const one = inbox(allow('dynamodb:Query', `${table}/index/*`));
    expect(judged(one, [call('dynamodb:Query', `${table}/index/byCustomer`)]).unused).toEqual([]);
    expect(judged(one, [call('dynamodb:Query', table)]).unused).toHaveLength(1);
  });

  it('by a call that names the action in other letters, as SQS does', () => {
    const one = inbox(allow('sqs:SendMessage', queue));
    expect(judged(one, [call('sqs:sendmessage', queue)]).unused).toEqual([]);
  });

  it.each([
    ['queue', queue, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']],
    [
      'stream',
      stream,
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    ],
  ])('by Lambda, which reads the %s that invokes the function', (_, source, actions) => {
    const one = inbox(allow([...actions, 'sqs:GetQueueUrl'], source));
    expect(judged({ ...one, sourceArns: [source] }, [])).toMatchObject({
      byLambda: actions.length,
      unused: [{ action: 'sqs:GetQueueUrl' }],
    });
    expect(judged(one, []).unused).toHaveLength(actions.length + 1);
  });

  it('by Lambda, which writes the function’s own log, and sends traces if it traces the function', () => {
    const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const traces = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
    const one = inbox(allow(logs, [`${logGroupArn}:*`, `${logGroupArn}-of-another:*`]), allow(traces, '*'));
    expect(judged({ ...one, traced: true }, [])).toMatchObject({
      byLambda: 4,
      unused: logs.map((action) => ({ action, resource: `${logGroupArn}-of-another:*` })),
    });
    expect(judged(one, []).unused).toHaveLength(4);
  });

  it('by a call with the action that only the emulator asks for', () => {
    const mails = [`arn:aws:ses:us-east-1:000000000000:identity/*`];
    const Condition = { StringEquals: { 'ses:FromAddress': 'shop@example.com' } };
    const one = inbox(
      allow(['sqs:ChangeMessageVisibility', 'sqs:ChangeMessageVisibilityBatch'], [queue, `${queue}-2`]),
      allow('ses:SendEmail', mails, { Condition }),
      allow('ses:SendEmail', '*'),
    );
    const calls = [call('sqs:ChangeMessageVisibilityBatch', queue), call('ses:SendEmail', '*')];
    expect(judged(one, calls).unused).toEqual([
      { action: 'sqs:ChangeMessageVisibility', resource: `${queue}-2` },
      { action: 'sqs:ChangeMessageVisibilityBatch', resource: `${queue}-2` },
    ]);
  });
});

describe('a statement that denies', () => {
  it('is no grant', () => {
    expect(judged(inbox({ ...allow('sns:Publish', '*'), Effect: 'Deny' }), [])).toMatchObject({
      grants: 0,
      unused: [],
    });
  });
});

describe('a statement whose parts cannot be told apart is refused:', () => {
  it.each([
    ['an action with a wildcard', allow('dynamodb:*', table), 'dynamodb:*'],
    ['NotAction', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } as Statement, 'NotAction'],
    [
      'several values of another condition',
      allow('dynamodb:GetItem', table, {
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['order#*', 'price#*'] } },
      }),
      'dynamodb:LeadingKeys',
    ],
  ])('%s', (_, statement, text) => {
    expect(() => judged(inbox(statement), [])).toThrow(text);
  });
});

describe('an exception', () => {
  const one = inbox(allow('sqs:SendMessage', [queue, `${queue}-dlq`]));

  it('excuses the unused grants that it names, and no others', () => {
    expect(judged(one, [], [exception('sqs:SendMessage', { resource: '-dlq' })])).toMatchObject({
      excepted: 1,
      unused: [{ action: 'sqs:SendMessage', resource: queue }],
      outdated: [],
    });
  });

  it('excuses only the functions that it names', () => {
    const { functions } = judgeGrants(
      [one, { ...one, name: 'orders-relay' }],
      [],
      [exception('sqs:SendMessage')],
    );
    expect(functions.map(({ name, unused }) => [name, unused.length])).toEqual([
      ['orders-inbox', 0],
      ['orders-relay', 2],
    ]);
  });

  it.each([
    ['a call uses its grant', exception('sqs:SendMessage'), `sqs:SendMessage on ${queue} is used`],
    ['the function has no such grant', exception('sqs:DeleteMessage'), 'no such grant'],
    ['no resource is so named', exception('sqs:SendMessage', { resource: '-old' }), 'no such grant'],
    [
      'there is no such function',
      exception('sqs:SendMessage', { functions: ['orders-old'] }),
      'no such function',
    ],
    [
      'it is only for AWS, and the local stage has the grant as well',
      exception('sqs:SendMessage', { stages: 'aws' }),
      'the local stage has this grant as well',
    ],
  ])('is out of date if %s', (_, outdated, fault) => {
    const judgement = judged(one, [call('sqs:SendMessage', queue)], [outdated]);
    expect(judgement.outdated).toEqual([expect.stringContaining(fault)]);
  });

  it('that is only for AWS excuses nothing, and is needed on the local stage by nobody', () => {
    const onAws = exception('dynamodb:Query', { stages: 'aws', functions: ['orders-inbox', 'only-on-aws'] });
    expect(judged(one, [], [onAws])).toMatchObject({ unused: [{}, {}], outdated: [] });
  });
});
