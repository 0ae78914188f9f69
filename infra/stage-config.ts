import { readFileSync } from 'node:fs';
import type { StackProps } from 'aws-cdk-lib';
import { checkKeepDays } from './kept-copies.ts';
import {
  checkSettingsFile,
  requireProductionSettings,
  SETTINGS_FILE,
  type StageFileSettings,
} from './settings-file.ts';
import { LOOPBACK_CALLBACK } from './identity-settings.ts';
import { localCanary, localUnpaidLimit } from './local-settings.ts';
import { nameOf, targetOf, type StageChoice } from './stage-choice.ts';
import { originsFrom, secondsFrom, type Environment } from './stage-environment.ts';
import { stages, type Identity, type Messaging, type Stage, type StageSettings } from './stage-types.ts';

export type { StageChoice } from './stage-choice.ts';
export * from './stage-types.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const onAws = {
  version: manifest.version,
  onAws: true,
  periods: {
    stockAnswerSeconds: 60,
    stockBySeconds: 600,
    linkAnswerSeconds: 60,
    paymentWindowSeconds: 1800,
    closureGraceSeconds: 300,
    watchdogTickSeconds: 900,
    // Longer than the validity of a customer's access token, which is one hour (constructs/user-pool.ts).
    erasureSettleSeconds: 4500,
  },
  messaging: {
    batchSize: 10,
    reservationBatchSize: 10,
    reservationWindowSeconds: 0,
    batchingWindowSeconds: 5,
    batchLeaseSeconds: 60,
    maxReceives: 5,
    functionTimeoutSeconds: 20,
    visibilitySeconds: 120,
    maxConcurrency: 50,
    relayBatchSize: 100,
    relayParallelization: 4,
  },
  alarms: { watchesAccount: false, messageAgeSeconds: 300, iteratorAgeSeconds: 300 },
  allowedOrigins: [],
  stockLowThreshold: 5,
  // Ten years, as bookkeeping needs in many countries, for example in Germany (§ 147 AO).
  keepDays: { orders: 3_650, messages: 365 },
  textCountries: [],
  architecture: 'arm64',
  throttling: { rate: 500, burst: 1000 },
  publicThrottling: { rate: 100, burst: 200 },
} as const satisfies Partial<StageSettings>;

/** The sender of e-mails on a stage whose settings name no sender. Only an emulator's SES accepts it. */
const EXAMPLE_SENDER = 'orders@orderly.example';

/**
 * The value of `maxMessagesADay` on AWS. The local stage has no limit, because load tests place hundreds of orders for
 * one customer there.
 */
const MAX_MESSAGES_A_DAY = 200;

/** Returns the settings of an AWS stage that its team chooses in the settings file. */
const chosen = (
  { messaging, alarms }: typeof onAws,
  file: StageFileSettings,
  target: StageSettings['target'],
) => {
  const { maxConcurrency = messaging.maxConcurrency, alarmEmail, monthlyBudgetDollars } = file;
  const { domain, shopDomain, restoredTables, stockLowThreshold = onAws.stockLowThreshold } = file;
  const { allowedOrigins = onAws.allowedOrigins } = file;
  const { textCountries = onAws.textCountries, maxMessagesADay = MAX_MESSAGES_A_DAY } = file;
  return {
    ...(target === undefined ? {} : { target }),
    ...(domain === undefined ? {} : { domain }),
    ...(shopDomain === undefined ? {} : { shopDomain }),
    ...(restoredTables === undefined ? {} : { restoredTables }),
    messaging: { ...messaging, maxConcurrency },
    alarms: {
      ...alarms,
      ...(alarmEmail === undefined ? {} : { email: alarmEmail }),
      ...(monthlyBudgetDollars === undefined ? {} : { monthlyBudgetDollars }),
    },
    ...(file.webhookConcurrency === undefined ? {} : { webhookConcurrency: file.webhookConcurrency }),
    ...(file.canaryMinutes === undefined ? {} : { canaryMinutes: file.canaryMinutes }),
    mailSender: file.mailSender ?? EXAMPLE_SENDER,
    identity: identityOf(file),
    allowedOrigins,
    stockLowThreshold,
    keepDays: { ...onAws.keepDays, ...file.keepDays },
    textCountries,
    ...(file.monthlyTextDollars === undefined ? {} : { monthlyTextDollars: file.monthlyTextDollars }),
    maxMessagesADay,
  };
};

/** The identity provider: Cognito, unless the settings name another one. */
const identityOf = (file: StageFileSettings): Identity => {
  const { identity, mailSender, sesIdentity = 'address' } = file;
  const { signInCallbacks = [LOOPBACK_CALLBACK], staffSignInCallbacks = [] } = file;
  if (identity !== undefined) return { kind: 'oidc', issuers: identity };
  return {
    kind: 'cognito',
    callbacks: {
      customers: signInCallbacks,
      // `npm run token` must work for the first administrator, before there is any page for staff.
      staff: [...new Set([LOOPBACK_CALLBACK, ...staffSignInCallbacks])],
    },
    ...(mailSender === undefined ? {} : { sesIdentity }),
  };
};

const settingsOf = (
  stage: Stage,
  name: string,
  env: Environment,
  file: StageFileSettings,
  target: StageSettings['target'],
): Omit<StageSettings, 'insights' | 'live' | 'edge'> => {
  switch (stage) {
    case 'local':
      return {
        ...onAws,
        stage,
        name,
        onAws: false,
        mailSender: EXAMPLE_SENDER,
        textCountries: ['AT', 'CH', 'DE', 'FR', 'GB', 'IE', 'NL', 'US'],
        ...(file.restoredTables === undefined ? {} : { restoredTables: file.restoredTables }),
        periods: {
          stockAnswerSeconds: secondsFrom(env, 'ORDERLY_STOCK_ANSWER_SECONDS', 30),
          stockBySeconds: 10 * secondsFrom(env, 'ORDERLY_STOCK_ANSWER_SECONDS', 30),
          linkAnswerSeconds: secondsFrom(env, 'ORDERLY_STOCK_ANSWER_SECONDS', 30),
          paymentWindowSeconds: secondsFrom(env, 'ORDERLY_PAYMENT_WINDOW_SECONDS', 900),
          closureGraceSeconds: secondsFrom(env, 'ORDERLY_CLOSURE_GRACE_SECONDS', 60),
          watchdogTickSeconds: 60,
          erasureSettleSeconds: secondsFrom(env, 'ORDERLY_ERASURE_SETTLE_SECONDS', 60),
        },
        messaging: localMessaging(env),
        identity: { kind: 'simulator' },
        allowedOrigins: originsFrom(env, 'ORDERLY_ALLOWED_ORIGINS'),
        paymentProvider: { kind: 'simulator' },
        ...localUnpaidLimit(env),
        ...localCanary(env),
        keepData: false,
        logRetentionDays: 7,
        archiveDays: 7,
        logLevel: 'INFO',
        // An emulator runs functions on the architecture of the machine, which is usually x86_64.
        architecture: 'x86_64',
      };
    case 'sandbox':
      return {
        ...onAws,
        ...chosen(onAws, file, target),
        stage,
        name,
        paymentProvider: { kind: 'simulator' },
        maxUnpaidOrders: file.maxUnpaidOrders ?? 50,
        keepData: false,
        logRetentionDays: 30,
        archiveDays: 30,
        logLevel: 'INFO',
      };
    case 'production': {
      const own = chosen(onAws, file, target);
      return {
        ...onAws,
        ...own,
        stage,
        name,
        alarms: { ...own.alarms, watchesAccount: true },
        paymentProvider: {
          kind: 'stripe',
          ...(file.returnUrl === undefined ? {} : { returnUrl: file.returnUrl }),
        },
        maxUnpaidOrders: file.maxUnpaidOrders ?? 10,
        keepData: true,
        logRetentionDays: 90,
        archiveDays: 90,
        logLevel: 'INFO',
      };
    }
  }
};

/**
 * Settings of the local stage, where a retry must not take minutes. `ORDERLY_RETRY_SECONDS` is the visibility timeout.
 * A function's timeout is at most the visibility timeout. Otherwise two workers could process a message concurrently.
 * If the visibility timeout is below about 5 seconds, a busy machine may start functions too late. Each failed start
 * counts as a receive.
 */
const localMessaging = (env: Environment): Messaging => {
  const { maxConcurrency: _unbounded, ...rest } = onAws.messaging;
  const retrySeconds = secondsFrom(env, 'ORDERLY_RETRY_SECONDS', 10);
  const functionTimeoutSeconds = Math.min(10, retrySeconds);
  return {
    ...rest,
    functionTimeoutSeconds,
    visibilitySeconds: retrySeconds,
    batchLeaseSeconds: functionTimeoutSeconds + 2,
    relayParallelization: 1,
    batchingWindowSeconds: secondsFrom(env, 'ORDERLY_BATCHING_WINDOW_SECONDS', 0),
  };
};

/**
 * The settings of a stage. infra/app.ts passes CDK context and the environment to this function.
 * @param stage the value of `-c stage=…`; default `local`.
 * @throws Error for an unknown stage, an invalid variable, or settings that are wrong or missing. The message says what
 *   to do.
 */
export const stageSettings = (
  stage: unknown = 'local',
  env: Environment = process.env,
  { file = {}, path = SETTINGS_FILE, name, target }: StageChoice = {},
): StageSettings => {
  const known = stages.find((one) => one === stage);
  if (known === undefined) {
    throw new Error(
      `There is no stage "${String(stage)}"; choose one of ${stages.join(', ')}: -c stage=local`,
    );
  }
  const settings: StageFileSettings = checkSettingsFile(file, path)[known] ?? {};
  if (known === 'production') requireProductionSettings(settings, path);
  const chosenTarget = targetOf(known, settings, target, path);
  const complete: StageSettings = {
    ...settingsOf(known, nameOf(known, name), env, settings, chosenTarget),
    insights: settings.insights ?? true,
    edge: known !== 'local' && (settings.edge ?? true),
    live: settings.live ?? (known !== 'local' || env['ORDERLY_LIVE'] !== 'off'),
  };
  checkKeepDays(complete, path);
  return complete;
};

/** The properties that all stacks of a stage share. */
export const stackProps = ({ target, keepData, name }: StageSettings): StackProps => ({
  ...(target === undefined ? {} : { env: target }),
  // Production's stacks cannot be deleted while this protection is on.
  terminationProtection: keepData,
  description: `Orderly, ${name}`,
});
