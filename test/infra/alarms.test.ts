import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Stage } from '../../infra/stage-config.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

describe('alarms', () => {
  it.each(['sandbox', 'production'] as const)('notify people in %s through an encrypted topic', (stage) => {
    const stacks = synthesised(stage);
    const [topic] = resourcesOf(stacks, 'AWS::SNS::Topic');
    const silent = Object.values(stacks.templates['alarms']?.Resources ?? {}).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::CloudWatch::Alarm' && referenced(list(Properties['AlarmActions'])[0]) !== topic?.id,
    );

    expect(topic?.Properties).toHaveProperty('KmsMasterKeyId');
    expect(silent).toEqual([]);
  });

  it.each(['sandbox', 'production'] as const)('watch the bucket of lost stream records in %s', (stage) => {
    const stacks = synthesised(stage);
    const [bucket] = resourcesOf(stacks, 'AWS::S3::Bucket');
    const watching = resourcesOf(stacks, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => Properties['Namespace'] === 'AWS/S3',
    );

    expect(watching).toHaveLength(1);
    expect(watching[0]?.Properties).toMatchObject({
      AlarmName: `orderly-${stage}-lost-records`,
      MetricName: 'NumberOfObjects',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      // S3 reports the count of a day one or two days later. So the alarm looks at the last three days.
      Period: 86_400,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 1,
    });
    expect(JSON.stringify(watching[0]?.Properties['Dimensions'])).toContain(`Ref${bucket?.id}`);
  });

  describe('in docs/operations.md', () => {
    const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
    /** The endings of the alarm names that the table of the page lists. */
    const endings = [...page.matchAll(/^\| `….*$/gm)]
      .map(([row]) => row.split('|')[1] ?? '')
      .flatMap((cell) => [...cell.matchAll(/`…(-[a-z-]+)`/g)].map(([, ending = '']) => ending));
    const namesOf = (stage: Stage) =>
      resourcesOf(synthesised(stage), 'AWS::CloudWatch::Alarm').map(({ Properties }) =>
        String(Properties['AlarmName']),
      );

    it.each(['sandbox', 'production'] as const)('each have a row that says what to do: stage %s', (stage) => {
      expect(namesOf(stage)).not.toEqual([]);
      expect(namesOf(stage).filter((name) => !endings.some((ending) => name.endsWith(ending)))).toEqual([]);
    });

    it('all exist', () => {
      const names = (['sandbox', 'production'] as const).flatMap(namesOf);
      expect(endings.filter((ending) => !names.some((name) => name.endsWith(ending)))).toEqual([]);
    });
  });
});
