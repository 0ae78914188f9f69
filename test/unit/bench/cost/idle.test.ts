import { describe, expect, it } from '@jest/globals';
import { idleLines, idleTable } from '../../../../bench/cost/idle.ts';

const template = {
  Resources: {
    Simple: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    Ratio: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Metrics: [{ Expression: 'a / b' }, { MetricStat: { Stat: 'Sum' } }, { MetricStat: { Stat: 'Sum' } }],
      },
    },
    Inbox: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { BatchSize: 10 } },
    Relay: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { StartingPosition: 'TRIM_HORIZON' } },
    Key: { Type: 'AWS::KMS::Key' },
    Secret: { Type: 'AWS::SecretsManager::Secret' },
    Table: { Type: 'AWS::DynamoDB::GlobalTable' },
  },
};

describe('the costs of a stage that nobody uses', () => {
  const lines = idleLines([template, template]);
  const amountOf = (priced: string) => lines.find((line) => line.priced === priced)?.amount;

  it('count each metric that an alarm reads, because each is paid', () => {
    expect(amountOf('alarmMetrics')).toBe(2 * 3);
  });

  it('count requests to queues, not to streams, which Lambda reads free of charge', () => {
    expect(amountOf('sqsRequests')).toBe(2 * 15 * 60 * 730);
  });

  it('count keys and secrets, and nothing that is paid by use', () => {
    expect([amountOf('keys'), amountOf('secrets')]).toEqual([2, 2]);
    expect(idleTable(lines)).not.toMatch(/table/i);
  });

  it('are added up', () => {
    // 6 metrics at $0.10, 2 keys at $1, 2 secrets at $0.40, 1.3 million requests at $0.40 a million, and the sweep.
    expect(idleTable(lines)).toMatch(/\*\*total\*\*.*\*\*\$3\.93\*\*/);
  });
});
