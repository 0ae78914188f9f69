import { describe, expect, it } from '@jest/globals';
import { CANARY_MINUTES } from '../../infra/setting-fields.ts';
import { stageSettings } from '../../infra/stage-config.ts';
import { functionsOf } from './function-grants.ts';
import { list } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';
import { templateAlarms } from './template-alarms.ts';

describe('a stage with a canary', () => {
  const stacks = synthesised('sandbox');
  const canary = functionsOf('sandbox').find(({ name }) => name === 'ops-run-canary');
  const [key] = resourcesOf(stacks, 'AWS::SecretsManager::Secret').filter(({ id }) =>
    id.startsWith('CanaryKey'),
  );
  const { Variables = {} } = (canary?.properties['Environment'] ?? {}) as {
    Variables?: Readonly<Record<string, unknown>>;
  };

  it('runs it as often as its setting says', () => {
    const targets = resourcesOf(stacks, 'AWS::Events::Rule').filter(({ Properties }) =>
      JSON.stringify(Properties['Targets'] ?? []).includes(canary?.id ?? 'none'),
    );
    expect(targets.map(({ Properties }) => Properties['ScheduleExpression'])).toEqual(['rate(5 minutes)']);
    expect(stacks.settings.canaryMinutes).toBe(5);
  });

  it('lets it read its key, write its log and its traces, and nothing else', () => {
    const allowed = (canary?.statements ?? []).flatMap(({ Action }) => list(Action));
    expect(allowed.toSorted()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const reading = canary?.statements.find(({ Action }) => Action === 'secretsmanager:GetSecretValue');
    expect(list(reading?.Resource).map(referenced)).toEqual([key?.id]);
    const readers = functionsOf('sandbox').filter(({ statements }) =>
      JSON.stringify(statements).includes(key?.id ?? 'none'),
    );
    expect(readers.map(({ name }) => name)).toEqual(['ops-run-canary']);
  });

  it('has a key that can be replaced, so its secret goes with its stack, and a template holds no key', () => {
    expect(key?.DeletionPolicy).toBe('Delete');
    expect(key?.Properties).not.toHaveProperty('SecretString');
    expect(key?.Properties).not.toHaveProperty('Name');
    expect(referenced(Variables['CANARY_KEY_ARN'])).toBe(key?.id);
  });

  it('lets it call the public address of the API, and gives it more time than its slowest run needs', () => {
    expect(JSON.stringify(Variables['PUBLIC_API_URL'])).toMatch(/https:\/\/.*execute-api.*\/v1/);
    // The slowest run waits twice. Each wait takes at most 15 seconds, plus a last pause of 2 seconds and a last
    // request of 5 seconds. The run sends four other requests, each of at most 5 seconds, and also reads its key.
    const seconds = Number(canary?.properties['Timeout']);
    expect(seconds).toBeGreaterThanOrEqual(80);
    expect(seconds).toBeLessThan(CANARY_MINUTES.least * 60);
  });

  it('alarms after two failures in a row, and if it does not run', () => {
    const alarm = templateAlarms(stacks).find(({ name }) => name === 'canary-failing');
    expect(alarm).toMatchObject({ above: 0, breaching: 2, of: 2, periodMinutes: 5, missing: 'breaching' });
    expect(Object.values(alarm?.series ?? {})).toEqual([
      { namespace: 'Orderly', metric: 'CanaryFailed', dimensions: { stage: 'sandbox' }, statistic: 'Sum' },
    ]);
  });

  it('outputs what the command needs to give it a key', () => {
    const outputs = stacks.templates['api']?.Outputs ?? {};
    expect(referenced(outputs['CanaryKeyArn']?.Value)).toBe(key?.id);
    expect(outputs['CanaryFunctionName']?.Value).toBe('orderly-sandbox-ops-run-canary');
  });
});

describe('the canary', () => {
  it('is off unless the settings say otherwise: no function, no secret, no schedule, no alarm', () => {
    expect(synthesised('production').settings.canaryMinutes).toBeUndefined();
    expect(JSON.stringify(synthesised('production').templates)).not.toMatch(/canary/i);
  });

  it.each([
    ['sandbox', 4],
    ['sandbox', 1441],
    ['sandbox', 5.5],
    ['production', 0],
  ] as const)('of %s cannot run every %s minutes', (stage, canaryMinutes) => {
    expect(() => stageSettings(stage, {}, { file: { [stage]: { canaryMinutes } } })).toThrow(/canaryMinutes/);
  });

  it('of the local stage runs if a variable says how often', () => {
    const minutes = (given: string) =>
      stageSettings('local', { ORDERLY_CANARY_MINUTES: given }).canaryMinutes;
    expect(stageSettings('local', {}).canaryMinutes).toBeUndefined();
    expect(minutes('30')).toBe(30);
    for (const given of ['4', '1441', 'often']) {
      expect(() => minutes(given)).toThrow('ORDERLY_CANARY_MINUTES must be a whole number of minutes');
    }
  });
});
