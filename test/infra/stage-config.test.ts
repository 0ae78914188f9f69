import { describe, expect, it } from '@jest/globals';
import { stages, stageSettings } from '../../infra/stage-config.ts';

describe('the settings of a stage', () => {
  it('default to the local stage', () => {
    expect(stageSettings(undefined, {}).stage).toBe('local');
  });

  it('list the existing stages in the error for an unknown one', () => {
    expect(() => stageSettings('staging', {})).toThrow(/"staging".*local, sandbox, production/);
  });

  it.each([
    ['ORDERLY_PAYMENT_WINDOW_SECONDS', 'paymentWindowSeconds'],
    ['ORDERLY_CLOSURE_GRACE_SECONDS', 'closureGraceSeconds'],
    ['ORDERLY_STOCK_ANSWER_SECONDS', 'stockAnswerSeconds'],
  ] as const)('take a local period from %s, two seconds or more', (name, period) => {
    expect(stageSettings('local', { [name]: '2' }).periods[period]).toBe(2);
    expect(stageSettings('local', { [name]: '' }).periods).toEqual(stageSettings('local', {}).periods);
  });

  it.each(['1', '0', '-5', '2.5', '2s', ' ', 'NaN', '1e3'])(
    'reject a period of "%s" and name the variable',
    (given) => {
      expect(() => stageSettings('local', { ORDERLY_PAYMENT_WINDOW_SECONDS: given })).toThrow(
        /ORDERLY_PAYMENT_WINDOW_SECONDS must be a whole number of seconds, 2 or more/,
      );
    },
  );

  it.each(['sandbox', 'production'] as const)('of %s do not depend on the environment', (stage) => {
    const overrides = {
      ORDERLY_PAYMENT_WINDOW_SECONDS: '2',
      ORDERLY_RETRY_SECONDS: '2',
      ORDERLY_MAX_UNPAID_ORDERS: 'many',
    };

    expect(stageSettings(stage, overrides)).toEqual(stageSettings(stage, {}));
  });

  it('limit unpaid orders on AWS, and locally if requested', () => {
    const limitOf = (stage: string, env = {}) => stageSettings(stage, env).maxUnpaidOrders;
    expect([limitOf('production'), limitOf('sandbox'), limitOf('local')]).toEqual([10, 50, undefined]);
    expect(limitOf('local', { ORDERLY_MAX_UNPAID_ORDERS: '2' })).toBe(2);
    for (const given of ['0', '100', 'ten']) {
      expect(() => limitOf('local', { ORDERLY_MAX_UNPAID_ORDERS: given })).toThrow(
        /ORDERLY_MAX_UNPAID_ORDERS must be a whole number from 1 to 99/,
      );
    }
  });

  it('redeliver a failed message soon, but not while it may still be processed', () => {
    const { functionTimeoutSeconds, visibilitySeconds } = stageSettings('local', {
      ORDERLY_RETRY_SECONDS: '4',
    }).messaging;

    expect(visibilitySeconds).toBe(4);
    expect(functionTimeoutSeconds).toBeLessThanOrEqual(4);
  });

  it.each(stages)('of %s are within the limits of SQS and in a consistent order', (stage) => {
    const { periods, messaging } = stageSettings(stage, {});

    expect(periods.watchdogTickSeconds).toBeLessThanOrEqual(900);
    expect(periods.stockBySeconds).toBeGreaterThan(periods.stockAnswerSeconds);
    expect(messaging.maxReceives).toBeGreaterThanOrEqual(3);
    expect(messaging.maxReceives).toBeLessThanOrEqual(5);
  });
});
