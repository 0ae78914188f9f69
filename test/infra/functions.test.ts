import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { emulatorGrants } from '../../infra/constructs/emulator-grants.ts';
import { stages, type Stage } from '../../infra/stage-config.ts';
import { CALL_MS, reserveOf } from '../../shared/outbound.ts';
import { list, statementsOf } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';
import { variant } from './variant.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The actions that must be allowed on every resource, because no ARN names what they act on. The value is a pattern for
 * the logical ids of the roles that may have the action.
 */
const actionsOnEverything: Readonly<Record<string, RegExp>> = {
  'xray:PutTelemetryRecords': /./,
  'xray:PutTraceSegments': /./,
  // ListStreams lists the streams of the whole account.
  'dynamodb:ListStreams': /Relay/,
  // A phone number has no ARN, so the role may publish to everything. Another statement denies publishing to topics.
  'sns:Publish': /^Notifications(Inbox|SendCode)/,
  // Metrics have no ARNs. `DescribeAlarms` lists the alarms of the whole account.
  'cloudwatch:DescribeAlarms': /^OpsGetStatus/,
  'cloudwatch:GetMetricData': /^OpsGetStatus/,
  'cloudwatch:ListMetrics': /^OpsGetStatus/,
};

describe.each(stages)('the functions of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const functions = resourcesOf(stacks, 'AWS::Lambda::Function');
  const roles = resourcesOf(stacks, 'AWS::IAM::Role');
  const logGroups = resourcesOf(stacks, 'AWS::Logs::LogGroup');

  it('each have a log group with the retention of the stage', () => {
    const used = functions.map(({ Properties }) =>
      referenced((Properties['LoggingConfig'] as { LogGroup: unknown }).LogGroup),
    );

    expect(new Set(used).size).toBe(functions.length);
    for (const { Properties } of logGroups) {
      expect(Properties['RetentionInDays']).toBe(stacks.settings.logRetentionDays);
    }
    expect(logGroups.map(({ id }) => id)).toEqual(expect.arrayContaining(used));
  });

  it('have half the memory in the background, except the function that reserves stock', () => {
    const background = /-(inbox|watchdog|relay|hear-feedback|push)$/;
    for (const { Properties } of functions) {
      const name = String(Properties['FunctionName']);
      expect([name, Properties['MemorySize']]).toEqual([name, background.test(name) ? 256 : 512]);
    }
  });

  it('each have a role with only its own policy', () => {
    const used = functions.map(({ Properties }) => referenced(Properties['Role']));

    expect(new Set(used).size).toBe(functions.length);
    for (const { id, Properties } of roles) {
      if (used.includes(id)) expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
    expect(resourcesOf(stacks, 'AWS::IAM::Policy')).toEqual([]);
  });

  it('are allowed nothing on all resources, except actions without resource ARNs', () => {
    const onEverything = roles.flatMap((role) =>
      statementsOf(role)
        .filter(({ Effect, Resource }) => Effect === 'Allow' && list(Resource).includes('*'))
        .flatMap(({ Action }) => list(Action).map((action) => ({ role: role.id, action: String(action) }))),
    );

    expect(onEverything.length).toBeGreaterThan(0);
    const forEmulator =
      stage === 'local' ? { [emulatorGrants.sendMail.action]: /^Notifications(Inbox|SendCode)/ } : {};
    const expected: Readonly<Record<string, RegExp>> = { ...actionsOnEverything, ...forEmulator };
    expect(onEverything.filter(({ role, action }) => expected[action]?.test(role) !== true)).toEqual([]);
  });

  it('are allowed no wildcard actions', () => {
    const actions = roles.flatMap(statementsOf).flatMap(({ Action }) => list(Action).map(String));

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('run on the Node.js version of the tests, are traced, and use Powertools', () => {
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
        TracingConfig: { Mode: 'Active' },
        Environment: {
          Variables: {
            POWERTOOLS_SERVICE_NAME: expect.any(String),
            POWERTOOLS_LOG_LEVEL: stacks.settings.logLevel,
            POWERTOOLS_METRICS_NAMESPACE: 'Orderly',
          },
        },
      });
    }
  });

  it('keep their environment within Lambda’s 4 KB, with queue URLs as long as on AWS', () => {
    const queues = new Map(
      resourcesOf(stacks, 'AWS::SQS::Queue').map(({ id, Properties }) => [
        id,
        String(Properties['QueueName']),
      ]),
    );
    const rendered = (value: unknown): string => {
      if (typeof value === 'string') return value;
      const { 'Fn::Join': join } = value as { 'Fn::Join'?: readonly [string, readonly unknown[]] };
      if (join !== undefined) return join[1].map(rendered).join(join[0]);
      return `https://sqs.ap-southeast-2.amazonaws.com/123456789012/${queues.get(referenced(value) ?? '') ?? ''}`;
    };
    for (const { id, Properties } of functions) {
      const { Variables } = Properties['Environment'] as { Variables: Readonly<Record<string, unknown>> };
      const bytes = Object.entries(Variables).map(([name, value]) => name.length + rendered(value).length);
      expect({ id, fits: bytes.reduce((sum, size) => sum + size, 0) < 4096 }).toEqual({ id, fits: true });
    }
  });

  it('each have time for a call of AWS that needs its whole limit, and for their own end', () => {
    for (const { Properties } of functions) {
      const milliseconds = Number(Properties['Timeout']) * 1000;
      const name = String(Properties['FunctionName']);
      expect({ name, fits: milliseconds - reserveOf(milliseconds) >= CALL_MS }).toEqual({ name, fits: true });
    }
  });

  it('are named after their code', () => {
    for (const { Properties } of functions) {
      const name = String(Properties['FunctionName']).replace(`orderly-${stage}-`, '');
      const candidates = [...name].flatMap((letter, at) =>
        letter === '-' ? [`${name.slice(0, at)}/lambdas/${name.slice(at + 1)}.ts`] : [],
      );
      const entries = candidates.flatMap((path) => [
        join(root, 'functions', path),
        join(root, 'simulators', path),
      ]);
      expect({ name, found: entries.some(existsSync) }).toEqual({ name, found: true });
    }
  });
});

describe('the limit of unpaid orders', () => {
  it.each([
    ['production', '10'],
    ['sandbox', '50'],
    ['local', undefined],
  ] as const)('of %s is %s; without one, placing an order may not query orders', (stage, limit) => {
    const stacks = synthesised(stage);
    const { Properties } = resourcesOf(stacks, 'AWS::Lambda::Function').find(
      (resource) => resource.Properties['FunctionName'] === `orderly-${stage}-orders-place-order`,
    )!;
    const role = resourcesOf(stacks, 'AWS::IAM::Role').find(
      ({ id }) => id === referenced(Properties['Role']),
    );
    const { Variables } = Properties['Environment'] as { Variables: Record<string, string> };
    const { periods } = stacks.settings;
    const withinSeconds = periods.stockBySeconds + periods.paymentWindowSeconds + periods.closureGraceSeconds;
    const queried = (role === undefined ? [] : statementsOf(role))
      .filter(({ Action }) => list(Action).includes('dynamodb:Query'))
      .map(({ Resource }) => JSON.stringify(Resource));

    expect(Variables['MAX_UNPAID_ORDERS']).toBe(limit);
    expect(Variables['UNPAID_WITHIN_SECONDS']).toBe(String(withinSeconds));
    expect(queried.some((resource) => resource.includes('/index/byCustomer'))).toBe(limit !== undefined);
    expect(queried.length > 0).toBe(limit !== undefined);
  });
});

describe('names', () => {
  it('fit into the limits of AWS, however long the name of the sandbox is', async () => {
    const { templates } = await variant('sandbox', { name: 'ten-longer' });
    const names = (type: string, property: string) =>
      Object.values(templates).flatMap(({ Resources }) =>
        Object.values(Resources).flatMap(({ Type, Properties }) =>
          Type === type ? [String(Properties[property])] : [],
        ),
      );
    const functions = names('AWS::Lambda::Function', 'FunctionName');
    const queues = names('AWS::SQS::Queue', 'QueueName');

    // A function's name has at most 64 characters, a queue's at most 80 (API reference, CreateFunction, CreateQueue).
    expect(functions.every((name) => name.startsWith('orderly-ten-longer-') && name.length <= 64)).toBe(true);
    expect(queues.every((name) => name.startsWith('orderly-ten-longer-') && name.length <= 80)).toBe(true);
    expect(JSON.stringify(templates)).not.toMatch(/orderly-sandbox/);
  });
});

describe('the concurrency that is reserved for webhooks', () => {
  const reservedIn = (stage: Stage) =>
    resourcesOf(synthesised(stage), 'AWS::Lambda::Function').flatMap(({ Properties }) =>
      Properties['ReservedConcurrentExecutions'] === undefined
        ? []
        : [[Properties['FunctionName'], Properties['ReservedConcurrentExecutions']]],
    );

  it('is what the settings say, and by default nothing, because a new account allows no reservation', () => {
    expect(reservedIn('production')).toEqual([['orderly-production-payments-receive-webhook', 20]]);
    expect(reservedIn('sandbox')).toEqual([]);
  });
});
