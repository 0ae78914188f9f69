import { describe, expect, it } from '@jest/globals';
import { stages, stageSettings, type Stage } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';

const settingsOf = (stage: Stage, env = {}) => stageSettings(stage, env, { file: sampleSettings });

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
      ORDERLY_ALLOWED_ORIGINS: 'https://shop.test',
    };

    expect(settingsOf(stage, overrides)).toEqual(settingsOf(stage));
  });

  it('limit unpaid orders on AWS, and locally if requested', () => {
    const limitOf = (stage: Stage, env = {}) => settingsOf(stage, env).maxUnpaidOrders;
    expect([limitOf('production'), limitOf('sandbox'), limitOf('local')]).toEqual([10, 50, undefined]);
    expect(limitOf('local', { ORDERLY_MAX_UNPAID_ORDERS: '2' })).toBe(2);
    for (const given of ['0', '100', 'ten']) {
      expect(() => limitOf('local', { ORDERLY_MAX_UNPAID_ORDERS: given })).toThrow(
        /ORDERLY_MAX_UNPAID_ORDERS must be a whole number from 1 to 99/,
      );
    }
  });

  it('allow the local origins in ORDERLY_ALLOWED_ORIGINS, which may be examples', () => {
    const originsOf = (given: string) =>
      stageSettings('local', { ORDERLY_ALLOWED_ORIGINS: given }).allowedOrigins;
    expect(originsOf('')).toEqual([]);
    expect(originsOf('https://shop.test,http://localhost:5173')).toEqual([
      'https://shop.test',
      'http://localhost:5173',
    ]);
    for (const wrong of ['*', 'https://shop.test/', 'http://shop.test', 'https://shop.test,shop']) {
      expect(() => originsOf(wrong)).toThrow(/ORDERLY_ALLOWED_ORIGINS: ".+" must be an origin such as/);
    }
  });

  it('redeliver a failed message soon, but not while it may still be processed', () => {
    const { functionTimeoutSeconds, visibilitySeconds } = stageSettings('local', {
      ORDERLY_RETRY_SECONDS: '4',
    }).messaging;

    expect(visibilitySeconds).toBe(4);
    expect(functionTimeoutSeconds).toBeLessThanOrEqual(4);
  });

  it('wait for batches to fill on AWS, and locally if requested', () => {
    const windowOf = (stage: Stage, env = {}) => settingsOf(stage, env).messaging.batchingWindowSeconds;
    expect([windowOf('production'), windowOf('sandbox'), windowOf('local')]).toEqual([5, 5, 0]);
    expect(windowOf('local', { ORDERLY_BATCHING_WINDOW_SECONDS: '5' })).toBe(5);
  });

  it.each(stages)('of %s are within the limits of SQS and in a consistent order', (stage) => {
    const { periods, messaging } = settingsOf(stage);

    expect(periods.watchdogTickSeconds).toBeLessThanOrEqual(900);
    expect(periods.stockBySeconds).toBeGreaterThan(periods.stockAnswerSeconds);
    expect(messaging.maxReceives).toBeGreaterThanOrEqual(3);
    expect(messaging.maxReceives).toBeLessThanOrEqual(5);
  });
});

const sampleRestored = {
  orders: {
    name: 'orders-restored',
    streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders-restored/stream/2026-11-28T00:00:00.000',
  },
};

describe('the settings that a team chooses', () => {
  const { production } = sampleSettings;
  const withProduction = (changes: object) => ({ production: { ...production, ...changes } });
  const errorOf = (stage: Stage, file: unknown): string => {
    try {
      stageSettings(stage, {}, { file });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  it('apply to their stage', () => {
    expect(settingsOf('production')).toMatchObject({
      name: 'production',
      target: { account: '210987654321', region: 'eu-central-1' },
      mailSender: 'bestellung@brezelbar.de',
      paymentProvider: { kind: 'stripe', returnUrl: 'https://brezelbar.de/danke' },
      alarms: { email: 'alarm@brezelbar.de', monthlyBudgetDollars: 200 },
      domain: { name: 'api.brezelbar.de' },
      webhookConcurrency: 20,
      messaging: { maxConcurrency: 50 },
    });
    expect(settingsOf('sandbox')).toMatchObject({
      mailSender: 'test@brezelbar.de',
      alarms: { email: 'dev@brezelbar.de' },
    });
    expect(
      stageSettings('production', {}, { file: withProduction({ maxConcurrency: 2 }) }).messaging,
    ).toMatchObject({
      maxConcurrency: 2,
    });
  });

  it('are only restored tables for the local stage, which takes the others from the environment', () => {
    const restoredTables = sampleRestored;

    expect(stageSettings('local', {}, { file: { local: { restoredTables } } })).toMatchObject({
      restoredTables,
    });
    expect(errorOf('local', { local: { mailSender: 'orders@brezelbar.de' } })).toContain('mailSender');
  });

  it.each(['account', 'region', 'mailSender', 'returnUrl', 'alarmEmail', 'signInCallbacks'])(
    'include %s in production, and the error says where to set it',
    (name) => {
      const message = errorOf('production', withProduction({ [name]: undefined }));

      expect(message).toMatch(/Set them under "production" in orderly\.settings\.json/);
      expect(message).toContain(`"${name}":`);
      expect(message.split('\n')).toHaveLength(2);
    },
  );

  it.each([
    ['mailSender', 'orders@orderly.example'],
    ['mailSender', 'orders@example.com'],
    ['mailSender', 'not an address'],
    ['mailSender', 'orders@brezelbar'],
    ['mailSender', 'orders@127.0.0.1'],
    ['alarmEmail', 'ops@shop.test'],
    ['returnUrl', 'https://shop.example/paid'],
    ['returnUrl', 'http://brezelbar.de/danke'],
    ['returnUrl', 'https://localhost/paid'],
    ['returnUrl', 'https://203.0.113.1/paid'],
    ['account', '12345'],
    ['account', 123456789012],
    ['region', 'Frankfurt'],
    ['maxConcurrency', 1],
    ['monthlyBudgetDollars', 0],
    ['webhookConcurrency', 0],
    ['restoredTables', { shop: { name: 'orders', streamArn: 'arn' } }],
    ['signInCallbacks', []],
    ['signInCallbacks', ['http://brezelbar.de/anmelden']],
    ['signInCallbacks', ['https://shop.example/anmelden']],
    ['signInCallbacks', ['https://brezelbar.de/anmelden#jetzt']],
    ['signInCallbacks', ['https://*.brezelbar.de/anmelden']],
    ['signInCallbacks', ['brezelbar://anmelden']],
    ['staffSignInCallbacks', ['http://127.0.0.1:8976/callback']],
    ['sesIdentity', 'brezelbar.de'],
    ['identity', { customers: {} }],
    ['mailsender', 'bestellung@brezelbar.de'],
    ['allowedOrigins', 'https://brezelbar.de'],
    ['allowedOrigins', ['*']],
    ['allowedOrigins', ['null']],
    ['allowedOrigins', ['https://shop.example']],
    ['allowedOrigins', ['https://brezelbar.de/']],
    ['allowedOrigins', ['https://BREZELBAR.de']],
    ['allowedOrigins', ['https://brezelbar.de:443']],
    ['allowedOrigins', ['https://*.brezelbar.de']],
    ['allowedOrigins', ['http://brezelbar.de']],
    ['allowedOrigins', ['https://brezelbar.de', 'https://brezelbar.de']],
    ['allowedOrigins', Array.from({ length: 11 }, (_, index) => `https://s${index}.brezelbar.de`)],
  ])('are refused if %s is %j', (name, value) => {
    const message = errorOf('production', withProduction({ [name]: value }));

    expect(message).toMatch(/orderly\.settings\.json is wrong/);
    expect(message).toContain(name);
  });

  it.each([
    ['mailSender', 'orders@xn--e1aybc.xn--p1ai'],
    ['alarmEmail', 'a&b/c@brezelbar.de'],
    ['returnUrl', 'https://xn--e1aybc.xn--p1ai/danke'],
    ['allowedOrigins', ['https://brezelbar.de:8443', 'http://localhost:5173', 'http://localhost']],
    ['allowedOrigins', []],
  ])('may have %s %j', (name, value) => {
    expect(errorOf('production', withProduction({ [name]: value }))).toBe('');
  });

  it('are refused if a restored table has another name than the table of its stream', () => {
    const restoredTables = { orders: { ...sampleRestored.orders, name: 'orders-copy' } };

    expect(errorOf('local', { local: { restoredTables } })).toMatch(
      /local\.restoredTables\.orders\.streamArn: is the stream of table orders-restored, but "name" is orders-copy/,
    );
  });
});

describe('the name of a sandbox', () => {
  it('is part of every name, so several sandboxes fit into one account', () => {
    expect(stageSettings('sandbox', {}, { name: 'alice' })).toMatchObject({
      stage: 'sandbox',
      name: 'alice',
    });
    expect(stageSettings('sandbox', {}).name).toBe('sandbox');
  });

  it.each(['aws-test', 'myamazon'])('cannot be "%s", because Cognito refuses it in an address', (name) => {
    expect(() => stageSettings('sandbox', {}, { name })).toThrow(/Cognito refuses addresses that contain/);
  });

  it.each(['Alice', 'a_b', '-a', 'a-', 'elevenchars', 'local', 'production', '1a', ' '])(
    'cannot be "%s"',
    (name) => {
      expect(() => stageSettings('sandbox', {}, { name })).toThrow(/cannot be the name of a sandbox/);
    },
  );

  it.each(['local', 'production'] as const)('does not exist for %s', (stage) => {
    expect(() => stageSettings(stage, {}, { file: sampleSettings, name: 'alice' })).toThrow(
      /Only sandboxes have names/,
    );
  });
});
