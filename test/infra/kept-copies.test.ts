import { describe, expect, it } from '@jest/globals';
import { copiesKeptDays, keptCopies } from '../../infra/kept-copies.ts';
import { stages } from '../../infra/stage-config.ts';
import { resourcesOf, synthesised } from './synthesised.ts';

/** All numbers under a property's name, anywhere in a resource. */
const numbersOf = (value: unknown, name: string): readonly number[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === name && typeof one === 'number' ? [one] : numbersOf(one, name),
  );
};

describe.each(stages)('the copies of data that stage %s keeps', (stage) => {
  const stacks = synthesised(stage);
  const { onAws } = stacks.settings;
  const most = (type: string, property: string): number =>
    Math.max(0, ...resourcesOf(stacks, type).flatMap(({ Properties }) => numbersOf(Properties, property)));
  const copies = keptCopies(stacks.settings);

  it('are kept for exactly as long as its templates say', () => {
    const queueDays = most('AWS::SQS::Queue', 'MessageRetentionPeriod') / 86_400;
    const archiveDays = most('AWS::Events::Archive', 'RetentionDays');
    const templates = {
      logs: most('AWS::Logs::LogGroup', 'RetentionInDays'),
      // A message may expire in its queue's dead-letter queue, where SQS keeps it from when it was moved there.
      messages: 2 * queueDays,
      ...(onAws
        ? {
            archivedEvents: archiveDays + 2 * queueDays,
            lostRecords: most('AWS::S3::Bucket', 'ExpirationInDays'),
            backups: most('AWS::DynamoDB::GlobalTable', 'RecoveryPeriodInDays'),
          }
        : {}),
    };
    expect(copies).toEqual(templates);
    expect(Math.min(...Object.values(templates))).toBeGreaterThan(0);
  });

  it('are all gone when the longest period is over', () => {
    for (const days of Object.values(copies))
      expect(days).toBeLessThanOrEqual(copiesKeptDays(stacks.settings));
    expect(copiesKeptDays(stacks.settings)).toBe({ local: 28, sandbox: 90, production: 118 }[stage]);
  });

  it('are kept without an end nowhere: every log group, queue and bucket has a period', () => {
    const without = [
      ...resourcesOf(stacks, 'AWS::Logs::LogGroup').filter(
        ({ Properties }) => !('RetentionInDays' in Properties),
      ),
      ...resourcesOf(stacks, 'AWS::SQS::Queue').filter(
        ({ Properties }) => !('MessageRetentionPeriod' in Properties),
      ),
      ...resourcesOf(stacks, 'AWS::S3::Bucket').filter(
        ({ Properties }) => !('LifecycleConfiguration' in Properties),
      ),
    ];
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});
