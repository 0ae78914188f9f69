import { describe, expect, test } from '@jest/globals';
import { stageSettings } from '../../../../infra/stage-config.ts';
import { concurrencyProblem } from '../../../../scripts/deployment/concurrency.ts';
import { inboxes } from '../../../../shared/events/subscriptions.ts';

const { messaging } = stageSettings('sandbox', {});
const inboxCount = Object.keys(inboxes).length;

/** Settings in which each queue may use `maxConcurrency`. */
const settings = (maxConcurrency: number, webhookConcurrency?: number) => ({
  messaging: { ...messaging, maxConcurrency, relayParallelization: 4 },
  ...(webhookConcurrency === undefined ? {} : { webhookConcurrency }),
});

describe('the concurrency that a stage needs', () => {
  test('fits into the usual quota with the settings of a stage on AWS', () => {
    expect(concurrencyProblem(1_000, { messaging })).toBeUndefined();
  });

  test('leaves a fifth of the quota to callers of the API', () => {
    const messages = inboxCount * 10 + 4 * 4;
    expect(concurrencyProblem(messages / 0.8, settings(10))).toBeUndefined();
    expect(concurrencyProblem(messages / 0.8 - 1, settings(10))).toMatch(`may use ${messages}`);
  });

  test('names the setting that fits, and the quota to ask for', () => {
    const problem = concurrencyProblem(100, { messaging }) ?? '';
    const [, fitting = ''] =
      /"maxConcurrency" in the settings of the stage to (\d+) or less/.exec(problem) ?? [];
    const [, enough = ''] = /ask AWS for (\d+): Service Quotas/.exec(problem) ?? [];

    expect(Number(fitting)).toBeGreaterThanOrEqual(2);
    expect(concurrencyProblem(100, settings(Number(fitting)))).toBeUndefined();
    expect(concurrencyProblem(100, settings(Number(fitting) + 1))).toBeDefined();
    expect(concurrencyProblem(Number(enough), { messaging })).toBeUndefined();
    expect(concurrencyProblem(Number(enough) - 1, { messaging })).toBeDefined();
  });

  test('does not fit into the quota of a new account, with any setting', () => {
    expect(concurrencyProblem(10, settings(2))).toMatch(/allows 10 concurrent.*Ask AWS for at least \d+/);
  });

  test('cannot be reserved if that would leave less than 100 for all other functions', () => {
    expect(concurrencyProblem(119, settings(2, 20))).toMatch(/Remove "webhookConcurrency".*at least 120/);
    expect(concurrencyProblem(120, settings(2, 20))).toBeUndefined();
  });
});
