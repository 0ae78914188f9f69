import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { services } from '../../shared/events/catalog.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { synthesised, type Synthesised, type Template } from './synthesised.ts';
import { variant } from './variant.ts';

const pascal = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/** The names of the exports and SSM parameters that a stack creates, each with the stack. */
const ownedBy = (
  stack: string,
  { Outputs = {}, Resources }: Template,
): readonly (readonly [string, string])[] => [
  ...Object.values(Outputs).flatMap(({ Export }) =>
    Export === undefined ? [] : [[Export.Name, stack] as const],
  ),
  ...Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::SSM::Parameter' ? [[String(Properties['Name']), stack] as const] : [],
  ),
];

/** The names of the exports and SSM parameters that must exist before a stack is deployed. */
const valuesRead = ({ Parameters = {}, Resources }: Template): readonly string[] => [
  ...new Set([
    ...[...JSON.stringify(Resources).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name ?? ''),
    ...Object.values(Parameters).flatMap(({ Type, Default = '' }) =>
      // CDK adds a parameter that reads the version of the account's bootstrap. No stack of ours creates this value.
      Type.startsWith('AWS::SSM') && !Default.startsWith('/cdk-bootstrap/') ? [Default] : [],
    ),
  ]),
];

describe.each(stages)('the stacks of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const outputs = Object.values(stacks.templates).flatMap(({ Outputs }) => Object.keys(Outputs ?? {}));

  it('each have fewer than 250 resources, half of CloudFormation’s limit, so there is room to grow', () => {
    const sizes = Object.entries(stacks.templates).map(([name, { Resources }]) => ({
      name,
      resources: Object.keys(Resources).length,
    }));

    expect(sizes.filter(({ resources }) => resources >= 250)).toEqual([]);
  });

  it.each(['workers', 'live', 'api'])(
    'separate data from code: %s has no table, secret or user pool',
    (stack) => {
      const resources = Object.entries(stacks.templates[stack]?.Resources ?? {});
      const data = resources.filter(([, { Type }]) => /DynamoDB|SecretsManager|Cognito|EventBus$/.test(Type));

      expect(resources).not.toHaveLength(0);
      // `npm run canary` can create a new key at any time, so the key need not survive its stack.
      expect(data.map(([id]) => id).filter((id) => !id.startsWith('CanaryKey'))).toEqual([]);
    },
  );

  it('have all routes of the API in one stack, so that CDK publishes a change of any of them', () => {
    const holding = Object.entries(stacks.templates)
      .filter(([name]) => name !== 'simulators')
      .filter(([, { Resources }]) =>
        Object.values(Resources).some(({ Type }) => Type === 'AWS::ApiGateway::Method'),
      )
      .map(([name]) => name);

    expect(holding).toEqual(['api']);
  });

  it('are protected from deletion only in production', () => {
    const protection = Object.fromEntries(
      stacks.stacks.map(({ name, terminationProtection }) => [name, terminationProtection]),
    );

    expect(new Set(Object.values(protection))).toEqual(new Set([stage === 'production']));
  });

  it('are deployed after the stacks whose exports and parameters they read', () => {
    const { templates } = stacks;
    const owners = new Map(Object.entries(templates).flatMap(([name, it]) => ownedBy(name, it)));
    const read = Object.entries(templates).flatMap(([reader, template]) =>
      valuesRead(template).map((value) => ({ reader, value, owner: owners.get(value) })),
    );
    const after = (reader: string): readonly string[] =>
      stacks.stacks.find(({ name }) => name === reader)?.dependencies ?? [];

    expect(read.length).toBeGreaterThan(10);
    expect(read.filter(({ reader, owner }) => owner === undefined || !after(reader).includes(owner))).toEqual(
      [],
    );
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

  it('are bound to the account and region of the settings, and without these to none', () => {
    const { target } = stacks.settings;
    const environments = stacks.stacks.map(({ environment }) => environment);
    const expected =
      target === undefined
        ? 'aws://unknown-account/unknown-region'
        : `aws://${target.account}/${target.region}`;

    expect(target === undefined).toBe(stage !== 'production');
    expect(new Set(environments)).toEqual(new Set([expected]));
    if (target === undefined)
      expect(JSON.stringify(stacks.templates)).not.toMatch(/\b\d{12}\b|us-east-1|eu-west-1/);
  });
});

describe('exports', () => {
  const exportsOf = ({ templates }: Synthesised, stack: string): readonly string[] =>
    Object.keys(templates[stack]?.Outputs ?? {}).filter((name) => name.startsWith('ExportsOutput'));
  const own = synthesised('production');

  it('stay when a release stops using a resource, because CloudFormation removes none that is in use', async () => {
    const name = 'orders-restored';
    const streamArn = `arn:aws:dynamodb:eu-central-1:210987654321:table/${name}/stream/2026-11-28T00:00:00.000`;
    const restoredTables = { orders: { name, streamArn } };
    const later = await variant('production', {
      file: { production: { ...sampleSettings.production, restoredTables } },
    });

    expect(exportsOf(later, 'data')).toEqual(expect.arrayContaining([...exportsOf(own, 'data')]));
    expect(exportsOf(own, 'data').filter((id) => id.includes('OrdersTable'))).toHaveLength(3);
  });

  it('include every queue, and every table with its stream, used or not', () => {
    const queues = ['workers', 'live']
      .flatMap((stack) => exportsOf(own, stack))
      .filter((id) => id.includes('InboxQueue') || id.includes('Queue'));

    expect(queues).toHaveLength(2 * Object.keys(inboxes).length);
    expect(exportsOf(own, 'data').filter((id) => /Table[0-9A-F]{8}/.test(id))).toHaveLength(
      3 * services.length,
    );
  });
});

describe('the simulators', () => {
  it('have their own stack if an external party is simulated', () => {
    expect(Object.keys(synthesised('local').templates).sort()).toEqual([
      'api',
      'data',
      'live',
      'simulators',
      'workers',
    ]);
    expect(Object.keys(synthesised('sandbox').templates).sort()).toEqual([
      'alarms',
      'api',
      'data',
      'edge',
      'live',
      'simulators',
      'workers',
    ]);
  });

  it('do not exist in production', () => {
    const { templates } = synthesised('production');

    expect(Object.keys(templates).sort()).toEqual(['alarms', 'api', 'data', 'edge', 'live', 'workers']);
    expect(JSON.stringify(templates)).not.toMatch(/simulat|payment-gateway/i);
  });

  it('issue no tokens in the sandbox, which is publicly reachable', () => {
    const { templates } = synthesised('sandbox');

    expect(JSON.stringify(templates)).not.toMatch(/issue-tokens|serve-metadata|simulators-issuer/);
  });

  it('issue tokens under the address below which browsers find them, and the API accepts this issuer', () => {
    const { templates } = synthesised('local');
    const simulators = templates['simulators'];
    const environments = (stack: string) =>
      Object.values(templates[stack]?.Resources ?? {}).flatMap(({ Type, Properties }) =>
        Type === 'AWS::Lambda::Function'
          ? [(Properties['Environment'] as { Variables: Record<string, unknown> }).Variables]
          : [],
      );
    const own = environments('simulators').flatMap(({ ISSUER }) => (ISSUER === undefined ? [] : [ISSUER]));
    const accepted = environments('api').flatMap(({ AUTH_ISSUERS }) =>
      AUTH_ISSUERS === undefined ? [] : [JSON.stringify(AUTH_ISSUERS)],
    );
    const exported = Object.values(simulators?.Outputs ?? {}).filter(
      ({ Export }) => Export?.Name === 'orderly-local-simulators-issuer',
    );

    expect(exported).toHaveLength(1);
    expect(JSON.stringify(exported[0]?.Value)).toMatch(/"Fn::If":.*"Ref":"PublicUrl".*\/identity/);
    expect(own).toHaveLength(4);
    for (const issuer of own) expect(issuer).toEqual(exported[0]?.Value);
    expect(accepted.length).toBeGreaterThan(10);
    for (const issuers of accepted) {
      expect(issuers).toContain('{"Fn::ImportValue":"orderly-local-simulators-issuer"}');
    }
  });
});
