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

  it('stay under 400 resources each, far from the 500 that CloudFormation allows', () => {
    const sizes = Object.entries(stacks.templates).map(([name, { Resources }]) => ({
      name,
      resources: Object.keys(Resources).length,
    }));

    expect(sizes.filter(({ resources }) => resources >= 400)).toEqual([]);
  });

  it('keep what must survive apart: the app stack has no table, no secret and no user', () => {
    const types = Object.values(stacks.templates['app']?.Resources ?? {}).map(({ Type }) => Type);

    expect(types).not.toHaveLength(0);
    expect(types.filter((type) => /DynamoDB|SecretsManager|Cognito|EventBus$/.test(type))).toEqual([]);
  });

  it('say where their tables, queues and APIs are', () => {
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

  it('belong to no account and no region, so that they need no credentials', () => {
    expect(JSON.stringify(stacks.templates)).not.toMatch(/\b\d{12}\b|us-east-1|eu-west-1/);
  });
});

describe('the simulators', () => {
  it('have a stack of their own where an outside party is simulated', () => {
    expect(Object.keys(synthesised('local').templates).sort()).toEqual(['app', 'data', 'simulators']);
    expect(Object.keys(synthesised('sandbox').templates).sort()).toEqual(['app', 'data', 'simulators']);
  });

  it('leave no trace in production', () => {
    const { templates } = synthesised('production');

    expect(Object.keys(templates).sort()).toEqual(['app', 'data']);
    expect(JSON.stringify(templates)).not.toMatch(/simulat|identity\.orderly\.test|payment-gateway/i);
  });

  it('issue no tokens in the sandbox, which is open to the world', () => {
    const { templates } = synthesised('sandbox');

    expect(JSON.stringify(templates)).not.toMatch(/issue-token|identity\.orderly\.test/);
  });
});
