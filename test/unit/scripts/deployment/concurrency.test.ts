import { describe, expect, test } from '@jest/globals';
import { stageSettings } from '../../../../infra/stage-config.ts';
import { concurrencyWarning as warningOf } from '../../../../scripts/deployment/concurrency.ts';
import { inboxes } from '../../../../shared/events/subscriptions.ts';

const { messaging } = stageSettings('sandbox', {});
const usual = { stage: 'sandbox', insights: true, messaging } as const;
const inboxCount = Object.keys(inboxes).length;

const concurrencyWarning = (quota: number, given: Parameters<typeof warningOf>[1]) =>
  warningOf(quota, given, '/shop/own.json');

/** Settings in which each queue may have `maxConcurrency` concurrent invocations. */
const settings = (maxConcurrency: number, webhookConcurrency?: number) => ({
  stage: 'sandbox' as const,
  insights: true,
  messaging: { ...messaging, maxConcurrency, relayParallelization: 4 },
  ...(webhookConcurrency === undefined ? {} : { webhookConcurrency }),
});

describe('the concurrency that a stage needs', () => {
  test('fits into the usual quota with the settings of a stage on AWS', () => {
    expect(concurrencyWarning(1_000, usual)).toBeUndefined();
  });

  test('leaves a fifth of the quota to callers of the API', () => {
    const messages = inboxCount * 10 + 4 * 4;
    expect(concurrencyWarning(messages / 0.8, settings(10))).toBeUndefined();
    expect(concurrencyWarning(messages / 0.8 - 1, settings(10))).toMatch(`may use ${messages}`);
  });

  test('counts at most ten workers of insights, and none if the stage has no insights service', () => {
    const others = (inboxCount - 1) * 50 + 4 * 4;
    expect(concurrencyWarning((others + 10) / 0.8, settings(50))).toBeUndefined();
    expect(concurrencyWarning((others + 10) / 0.8 - 1, settings(50))).toMatch(`may use ${others + 10}`);
    expect(concurrencyWarning(others / 0.8, { ...settings(50), insights: false })).toBeUndefined();
  });

  test.each([100, 400])('names the setting that fits %d executions, and the quota to ask for', (quota) => {
    const problem = concurrencyWarning(quota, usual) ?? '';
    const [, fitting = ''] =
      /"maxConcurrency" in the settings of the stage \(\/shop\/own\.json\) to (\d+) or less/.exec(problem) ??
      [];
    const [, enough = ''] = /ask AWS for (\d+): Service Quotas/.exec(problem) ?? [];

    expect(Number(fitting)).toBeGreaterThanOrEqual(2);
    expect(concurrencyWarning(quota, settings(Number(fitting)))).toBeUndefined();
    expect(concurrencyWarning(quota, settings(Number(fitting) + 1))).toBeDefined();
    expect(concurrencyWarning(Number(enough), usual)).toBeUndefined();
    expect(concurrencyWarning(Number(enough) - 1, usual)).toBeDefined();
  });

  test('does not fit into the quota of a new account, with any setting', () => {
    expect(concurrencyWarning(10, settings(2))).toMatch(/allows 10 concurrent.*Ask AWS for at least \d+/);
  });

  test('stops production, and warns about a sandbox, if messages leave too little for callers', () => {
    const warning = concurrencyWarning(100, usual) ?? '';

    expect(warning).toMatch(/Queues and relays of the stage may use/);
    expect(() => concurrencyWarning(100, { ...usual, stage: 'production' })).toThrow(warning);
  });

  test.each(['sandbox', 'production'] as const)(
    'cannot be reserved in %s if that would leave less than 100 for all other functions: Lambda refuses it',
    (stage) => {
      expect(() => concurrencyWarning(119, { ...settings(2, 20), stage })).toThrow(
        /Remove "webhookConcurrency".*own\.json.*at least 120/,
      );
      expect(concurrencyWarning(120, { ...settings(2, 20), stage })).toBeUndefined();
    },
  );
});
