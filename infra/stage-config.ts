import { readFileSync } from 'node:fs';
import { countFrom, secondsFrom, type Environment } from './stage-environment.ts';

/** Where Orderly runs: on a local emulator, in an AWS account to try things, or in earnest. */
export const stages = ['local', 'sandbox', 'production'] as const;
export type Stage = (typeof stages)[number];

/** How long things may take, in whole seconds. */
export interface Periods {
  /** How long inventory may take to answer before it is asked again. */
  readonly stockAnswerSeconds: number;
  /** How long an order waits for an answer about stock at all. */
  readonly stockBySeconds: number;
  /** How long payments may take to make a link before it is asked again. */
  readonly linkAnswerSeconds: number;
  /** How long a customer has to pay, from the reservation on. */
  readonly paymentWindowSeconds: number;
  /** How long the provider may take to close a payment before the order expires anyway. */
  readonly closureGraceSeconds: number;
  /** The longest time between two ticks of an order's watchdog. SQS delays by 900 at most. */
  readonly watchdogTickSeconds: number;
}

/** How messages are taken, and taken again. */
export interface Messaging {
  /** Messages a function takes at a time. */
  readonly batchSize: number;
  /** New orders that inventory settles at a time: the more, the fewer writes of a hot product (10,000 at the most). */
  readonly reservationBatchSize: number;
  /** Seconds to wait for a batch to fill; AWS wants 1 or more for batches above 10. */
  readonly reservationWindowSeconds: number;
  /** Seconds to wait for a batch to fill where nobody waits for what comes of it: mails, and ticks of the watchdog. */
  readonly batchingWindowSeconds: number;
  /** Seconds until a batch that a dead worker left is finished by others: longer than a function may run. */
  readonly batchLeaseSeconds: number;
  /** Deliveries of a message before it rests in the dead-letter queue. */
  readonly maxReceives: number;
  /** A function's time for one batch of messages, in seconds. */
  readonly functionTimeoutSeconds: number;
  /**
   * Seconds until a message that failed is delivered again, to which an inbox adds the time in which its batches fill.
   * Six times the function's timeout at least (Lambda developer guide, "Creating and configuring an Amazon SQS event source
   * mapping"): Lambda needs them to try again while the function is throttled.
   */
  readonly visibilitySeconds: number;
  /** Functions that one inbox runs at a time (2 to 1,000); bounds the pressure on tables and providers. */
  readonly maxConcurrency?: number;
  /** Stream records a relay takes at a time. */
  readonly relayBatchSize: number;
  /** Batches of one stream shard that a relay runs at a time; the order of one item's records is kept. */
  readonly relayParallelization: number;
}

/** Who issues the tokens that the API accepts. */
export type Identity =
  | { readonly kind: 'simulator' }
  | {
      readonly kind: 'cognito';
      /**
       * Whether who has credentials of the account may get a user's token by the user's password alone, as a command line
       * can. Otherwise users sign in by SRP, by which no password is ever sent.
       */
      readonly signInByAdmin: boolean;
    }
  | { readonly kind: 'oidc'; readonly issuer: string; readonly audience: string; readonly jwksUrl: string };

/** Who takes the money. */
export interface PaymentProvider {
  readonly kind: 'simulator' | 'stripe';
  /** Where the customer goes on after Stripe's payment page; the simulator has a page of its own for that. */
  readonly returnUrl?: string;
}

/** When somebody is to be told. */
export interface AlarmSettings {
  /** Whether alarms reach people, by a topic. An emulator has nobody to tell. */
  readonly notify: boolean;
  /** Age of the oldest waiting message, in seconds, from which on an inbox counts as stuck. */
  readonly messageAgeSeconds: number;
  /** Age of the oldest unpublished stream record, in seconds; it is given up at 82,800, before the stream forgets it. */
  readonly iteratorAgeSeconds: number;
}

/** Everything that differs from stage to stage. */
export interface StageSettings {
  readonly stage: Stage;
  readonly version: string;
  /** Whether it runs on AWS itself, which has what emulators lack (archives, key management, failure buckets). */
  readonly onAws: boolean;
  readonly periods: Periods;
  readonly messaging: Messaging;
  readonly identity: Identity;
  readonly paymentProvider: PaymentProvider;
  readonly alarms: AlarmSettings;
  /** Mail is sent from here; on AWS the address must be verified with SES. */
  readonly mailSender: string;
  /** Units from which on inventory reports that a product runs low. */
  readonly stockLowThreshold: number;
  /**
   * How many orders a customer may have that are not paid, 1 to 100; unlimited without it. It keeps one customer from
   * holding everybody's stock without paying.
   */
  readonly maxUnpaidOrders?: number;
  /** Whether data outlives its stack: RETAIN, and deletion protection. */
  readonly keepData: boolean;
  readonly logRetentionDays: 7 | 30 | 90;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN';
  readonly architecture: 'x86_64' | 'arm64';
  /** Requests a second, and at once, that the API takes before it answers 429. */
  readonly throttling: { readonly rate: number; readonly burst: number };
}

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
  identity: { kind: 'cognito', signInByAdmin: false },
  alarms: { notify: true, messageAgeSeconds: 300, iteratorAgeSeconds: 300 },
  mailSender: 'orders@orderly.example',
  stockLowThreshold: 5,
  architecture: 'arm64',
  throttling: { rate: 500, burst: 1000 },
} as const satisfies Partial<StageSettings>;

const settingsOf = (stage: Stage, env: Environment): StageSettings => {
  switch (stage) {
    case 'local':
      return {
        ...onAws,
        stage,
        onAws: false,
        periods: {
          stockAnswerSeconds: secondsFrom(env, 'ORDERLY_STOCK_ANSWER_SECONDS', 30),
          stockBySeconds: 10 * secondsFrom(env, 'ORDERLY_STOCK_ANSWER_SECONDS', 30),
          linkAnswerSeconds: secondsFrom(env, 'ORDERLY_STOCK_ANSWER_SECONDS', 30),
          paymentWindowSeconds: secondsFrom(env, 'ORDERLY_PAYMENT_WINDOW_SECONDS', 900),
          closureGraceSeconds: secondsFrom(env, 'ORDERLY_CLOSURE_GRACE_SECONDS', 60),
          watchdogTickSeconds: 60,
        },
        messaging: localMessaging(secondsFrom(env, 'ORDERLY_RETRY_SECONDS', 10)),
        identity: { kind: 'simulator' },
        paymentProvider: { kind: 'simulator' },
        alarms: { ...onAws.alarms, notify: false },
        ...localUnpaidLimit(env),
        keepData: false,
        logRetentionDays: 7,
        logLevel: 'INFO',
        // Containers of an emulator run on the machine's own architecture, which is mostly this one.
        architecture: 'x86_64',
      };
    case 'sandbox':
      return {
        ...onAws,
        stage,
        identity: { kind: 'cognito', signInByAdmin: true },
        paymentProvider: { kind: 'simulator' },
        maxUnpaidOrders: 50,
        keepData: false,
        logRetentionDays: 30,
        logLevel: 'INFO',
      };
    case 'production':
      return {
        ...onAws,
        stage,
        paymentProvider: { kind: 'stripe', returnUrl: 'https://orderly.example/paid' },
        maxUnpaidOrders: 10,
        keepData: true,
        logRetentionDays: 90,
        logLevel: 'INFO',
      };
  }
};

/** Locally there is no limit unless somebody wants to see it: load tests place hundreds of orders for one customer. */
const localUnpaidLimit = (env: Environment): Pick<StageSettings, 'maxUnpaidOrders'> => {
  const maxUnpaidOrders = countFrom(env, 'ORDERLY_MAX_UNPAID_ORDERS', 99);
  return maxUnpaidOrders === undefined ? {} : { maxUnpaidOrders };
};

/**
 * Locally a retry must not take minutes. `ORDERLY_RETRY_SECONDS` (local stage only) is when a failed message comes
 * again; a function never has longer than that, or a message would be processed twice at once. Below 5 or so, a busy
 * machine may not start a function in time, which uses up deliveries.
 */
const localMessaging = (retrySeconds: number): Messaging => {
  const { maxConcurrency: _unbounded, ...rest } = onAws.messaging;
  const functionTimeoutSeconds = Math.min(10, retrySeconds);
  return {
    ...rest,
    functionTimeoutSeconds,
    visibilitySeconds: retrySeconds,
    batchLeaseSeconds: functionTimeoutSeconds + 2,
    relayParallelization: 1,
    batchingWindowSeconds: 0,
  };
};

/**
 * The settings of a stage. Nothing else reads CDK context or the environment.
 * @param stage what `-c stage=…` says; `local` without it.
 * @throws Error for an unknown stage, or for a variable that is not what it should be.
 */
export const stageSettings = (stage: unknown = 'local', env: Environment = process.env): StageSettings => {
  const known = stages.find((name) => name === stage);
  if (known === undefined) {
    throw new Error(
      `There is no stage "${String(stage)}"; choose one of ${stages.join(', ')}: -c stage=local`,
    );
  }
  return settingsOf(known, env);
};
