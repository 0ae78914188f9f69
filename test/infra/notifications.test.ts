import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import type { Statement } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

/** The ARN of SES resources of the stage's own account and region. */
const sesResource = (name: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':ses:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:${name}`,
    ],
  ],
});

describe.each(stages)('what notifications may send on stage %s', (stage) => {
  const stacks = synthesised(stage);
  const policies = resourcesOf(stacks, 'AWS::IAM::Policy').map(
    ({ Properties }) => Properties['PolicyDocument'],
  );
  const inline = resourcesOf(stacks, 'AWS::IAM::Role').flatMap(({ Properties }) =>
    ((Properties['Policies'] ?? []) as { PolicyDocument: unknown }[]).map((policy) => policy.PolicyDocument),
  );
  const statements = [...policies, ...inline].flatMap(
    (document) => (document as { Statement: readonly Statement[] }).Statement,
  );
  const about = (service: string): readonly Statement[] =>
    statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith(`${service}:`)));

  it('is email from the configured sender only', () => {
    const { mailSender } = stacks.settings;
    // On the local stage, emulators also need a statement that allows the action on all resources
    // (infra/constructs/emulator-grants.ts).
    const statements = about('ses').filter(({ Resource }) => stage !== 'local' || Resource !== '*');
    const sending = expect.objectContaining({
      Effect: 'Allow',
      Action: 'ses:SendEmail',
      Resource: [`configuration-set/orderly-${stage}`, 'identity/*'].map(sesResource),
      Condition: { StringEquals: { 'ses:FromAddress': mailSender } },
    });
    // Two functions send mails: the inbox of the notifications service, and the function that sends verification codes.
    expect(statements).toEqual([sending, sending]);
  });

  it('goes out with the configuration set of the stage, over TLS, and not to addresses that SES has suppressed', () => {
    const sets = resourcesOf(stacks, 'AWS::SES::ConfigurationSet').map(({ Properties }) => Properties);
    expect(sets).toHaveLength(1);
    expect(sets).toMatchObject([
      {
        Name: `orderly-${stage}`,
        DeliveryOptions: { TlsPolicy: 'REQUIRE' },
        ReputationOptions: { ReputationMetricsEnabled: true },
        SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      },
    ]);
    const senders = resourcesOf(stacks, 'AWS::Lambda::Function').flatMap(({ Properties }) => {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
      return 'MAIL_SENDER' in Variables ? [Variables['MAIL_CONFIGURATION_SET']] : [];
    });
    expect(senders).toEqual([`orderly-${stage}`, `orderly-${stage}`]);
  });

  it('links to the orders at the address that people use, if it is known before the API is deployed', () => {
    const inbox = resourcesOf(stacks, 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties['FunctionName'] === `orderly-${stage}-notifications-inbox`,
    );
    const { Variables } = (inbox?.Properties ?? {})['Environment'] as { Variables: Record<string, unknown> };
    const expected = {
      production: 'https://shop.brezelbar.de/orders/',
      sandbox: undefined,
      // `npm start` passes the address of the front door (the local server in front of the emulator) when it deploys.
      local: { 'Fn::Join': ['', [{ Ref: 'PublicUrl' }, '/orders/']] },
    };
    expect(Variables['ORDERS_URL']).toEqual(expected[stage]);
  });

  it('is text messages to phone numbers, and nothing to topics', () => {
    // CDK merges statements about the same resource, so the statement that allows text messages may also allow other
    // actions.
    const texting = [
      { Effect: 'Allow', Action: expect.arrayContaining(['sns:Publish']) as unknown, Resource: '*' },
      {
        Effect: 'Deny',
        Action: ['sns:Publish'],
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sns:*:*:*']] },
      },
    ];
    expect(about('sns').map((statement) => ({ ...statement, Action: [statement.Action].flat() }))).toEqual([
      ...texting,
      ...texting,
    ]);
  });

  it('is claimed for at most a worker’s timeout, and is redelivered only after that', () => {
    const inbox = resourcesOf(stacks, 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties['FunctionName'] === `orderly-${stage}-notifications-inbox`,
    );
    const { Timeout, Environment } = (inbox?.Properties ?? {}) as {
      Timeout: number;
      Environment: { Variables: Record<string, string> };
    };
    const claimSeconds = Number(Environment.Variables['CLAIM_SECONDS']);
    expect(claimSeconds).toBe(Timeout);
    expect(claimSeconds).toBeLessThanOrEqual(stacks.settings.messaging.visibilitySeconds);
  });
});

describe.each(stages)('what SES reports about the mails of stage %s', (stage) => {
  const stacks = synthesised(stage);

  it('is bounces and complaints, on the default bus', () => {
    const destinations = resourcesOf(stacks, 'AWS::SES::ConfigurationSetEventDestination');
    const defined = destinations.map(({ Properties }) => Properties['EventDestination']);
    expect(defined).toEqual([
      {
        Name: 'feedback',
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        EventBridgeDestination: { EventBusArn: expect.anything() as unknown },
      },
    ]);
    expect(JSON.stringify(defined)).toContain(':event-bus/default');
  });

  it('reaches the queue by a rule that nobody but SES can match, for mails of this stage alone', () => {
    const queue = resourcesOf(stacks, 'AWS::SQS::Queue').find(
      ({ Properties }) => Properties['QueueName'] === `orderly-${stage}-mail-feedback`,
    );
    const rules = resourcesOf(stacks, 'AWS::Events::Rule').filter(({ Properties }) =>
      (Properties['Targets'] as { Arn: unknown }[]).some(({ Arn }) => referenced(Arn) === queue?.id),
    );
    expect(rules.map(({ Properties }) => [Properties['EventBusName'], Properties['EventPattern']])).toEqual([
      [
        undefined,
        {
          // Only AWS may send events with a source that begins with "aws.", so the simulator uses another source.
          source: [stacks.settings.onAws ? 'aws.ses' : 'simulated.ses'],
          detail: { mail: { tags: { 'ses:configuration-set': [`orderly-${stage}`] } } },
        },
      ],
    ]);
  });
});
