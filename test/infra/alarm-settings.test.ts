import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AlarmsStack } from '../../infra/alarms-stack.ts';
import { stageSettings, type AlarmSettings } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { services } from '../../shared/events/catalog.ts';

const watched = {
  tables: Object.fromEntries(services.map((service) => [service, { tableName: service }])) as never,
  lostRecordsBucket: 'bucket',
};

const withSettings = (alarms: Partial<AlarmSettings>): Template => {
  const settings = stageSettings('production', {}, { file: sampleSettings });
  const { email: _email, monthlyBudgetDollars: _budget, ...others } = settings.alarms;
  const stack = new AlarmsStack(
    new App(),
    'alarms',
    { ...settings, alarms: { ...others, ...alarms } },
    watched,
  );
  return Template.fromStack(stack);
};

describe('the address of a stage’s alarms', () => {
  it('is subscribed to the topic, and shown with the topic in the outputs of the stack', () => {
    const template = withSettings({ email: 'oncall@shop.example' });
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    template.resourceCountIs('AWS::SNS::Subscription', 1);
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'oncall@shop.example',
      TopicArn: { Ref: topic },
    });
    template.hasOutput('AlarmEmail', { Value: 'oncall@shop.example' });
    template.hasOutput('AlarmTopicArn', { Value: { Ref: topic } });
  });

  it('may be missing, and then nothing is subscribed', () => {
    const template = withSettings({});
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    expect(Object.keys(template.findOutputs('*'))).toEqual(['AlarmTopicArn']);
  });
});

describe('the budget', () => {
  it('mails the address at 80 % of the costs of a month, and if the forecast exceeds them', () => {
    const template = withSettings({ email: 'oncall@shop.example', monthlyBudgetDollars: 50 });
    const subscribers = [{ SubscriptionType: 'EMAIL', Address: 'oncall@shop.example' }];
    const when = (NotificationType: string, Threshold: number) => ({
      Notification: {
        NotificationType,
        Threshold,
        ThresholdType: 'PERCENTAGE',
        ComparisonOperator: 'GREATER_THAN',
      },
      Subscribers: subscribers,
    });
    template.resourceCountIs('AWS::Budgets::Budget', 1);
    template.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: {
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 50, Unit: 'USD' },
      },
      NotificationsWithSubscribers: [when('ACTUAL', 80), when('FORECASTED', 100)],
    });
  });

  it('has a generated name: another address replaces it, and a fixed name would still be taken then', () => {
    const template = withSettings({ email: 'oncall@shop.example', monthlyBudgetDollars: 50 });

    template.hasResourceProperties('AWS::Budgets::Budget', { Budget: { BudgetName: Match.absent() } });
  });

  it('does not exist unless it is set', () => {
    withSettings({ email: 'oncall@shop.example' }).resourceCountIs('AWS::Budgets::Budget', 0);
  });

  it('needs an address, and the check of the settings names both', () => {
    const file = { sandbox: { monthlyBudgetDollars: 50 } };

    expect(() => stageSettings('sandbox', {}, { file })).toThrow(
      /sandbox\.monthlyBudgetDollars: needs "alarmEmail".*remove "monthlyBudgetDollars"/,
    );
    expect(
      stageSettings('sandbox', {}, { file: { sandbox: { ...file.sandbox, alarmEmail: 'dev@brezelbar.de' } } })
        .alarms,
    ).toMatchObject({ email: 'dev@brezelbar.de', monthlyBudgetDollars: 50 });
  });
});

describe('the alarms on the account', () => {
  it('exist if the stage watches it', () => {
    const namesOf = (template: Template) =>
      Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
        ({ Properties }) => (Properties as { AlarmName: string }).AlarmName,
      );
    const name = 'orderly-production-account-concurrency';
    expect(namesOf(withSettings({ watchesAccount: true }))).toContain(name);
    expect(namesOf(withSettings({ watchesAccount: false }))).not.toContain(name);
  });
});
