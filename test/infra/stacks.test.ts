import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { services } from '../../shared/events/catalog.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import { synthesised } from './synthesised.ts';

const pascal = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

describe.each(stages)('the stacks of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const outputs = Object.values(stacks.templates).flatMap(({ Outputs }) => Object.keys(Outputs ?? {}));

  it('each have fewer than 400 resources, below CloudFormation’s limit of 500', () => {
    const sizes = Object.entries(stacks.templates).map(([name, { Resources }]) => ({
      name,
      resources: Object.keys(Resources).length,
    }));

    expect(sizes.filter(({ resources }) => resources >= 400)).toEqual([]);
  });

  it('separate data from code: the app stack has no table, secret or user pool', () => {
    const types = Object.values(stacks.templates['app']?.Resources ?? {}).map(({ Type }) => Type);

    expect(types).not.toHaveLength(0);
    expect(types.filter((type) => /DynamoDB|SecretsManager|Cognito|EventBus$/.test(type))).toEqual([]);
  });

  it('output the names and URLs of their tables, queues and APIs', () => {
    const expected = [
      ...services.map((service) => `${pascal(service)}TableName`),
      ...Object.keys(inboxes).flatMap((name) => [`${pascal(name)}QueueUrl`, `${pascal(name)}DlqQueueUrl`]),
      'PaymentProviderSecretArn',
      'RestApiId',
      'RestApiStage',
      'RestApiUrl',
    ];

    expect(outputs).toEqual(expect.arrayContaining(expected));
  });

  it('are bound to no account or region, so synthesis needs no credentials', () => {
    expect(JSON.stringify(stacks.templates)).not.toMatch(/\b\d{12}\b|us-east-1|eu-west-1/);
  });
});

describe('the simulators', () => {
  it('have their own stack if an external party is simulated', () => {
    expect(Object.keys(synthesised('local').templates).sort()).toEqual(['app', 'data', 'simulators']);
    expect(Object.keys(synthesised('sandbox').templates).sort()).toEqual([
      'alarms',
      'app',
      'data',
      'simulators',
    ]);
  });

  it('do not exist in production', () => {
    const { templates } = synthesised('production');

    expect(Object.keys(templates).sort()).toEqual(['alarms', 'app', 'data']);
    expect(JSON.stringify(templates)).not.toMatch(/simulat|identity\.orderly\.test|payment-gateway/i);
  });

  it('issue no tokens in the sandbox, which is publicly reachable', () => {
    const { templates } = synthesised('sandbox');

    expect(JSON.stringify(templates)).not.toMatch(/issue-token|identity\.orderly\.test/);
  });
});
