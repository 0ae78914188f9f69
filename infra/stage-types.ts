import type { OidcIssuers } from './identity-settings.ts';
import type { StageFileSettings } from './settings-file.ts';

/** Where Orderly runs: on a local emulator, in an AWS account for trials, or in production. */
export const stages = ['local', 'sandbox', 'production'] as const;
export type Stage = (typeof stages)[number];

/** Periods of orders and of erasures, in whole seconds. */
export interface Periods {
  /** How long the orders service waits for the inventory service's reply before it repeats the request for stock. */
  readonly stockAnswerSeconds: number;
  /** How long an order waits for the stock to be reserved, in total. */
  readonly stockBySeconds: number;
  /** How long the orders service waits for a payment link before it repeats the request to the payments service. */
  readonly linkAnswerSeconds: number;
  /** How long a customer has to pay after the reservation. */
  readonly paymentWindowSeconds: number;
  /** How long an order waits for its payment to be closed. After this time, the order expires in any case. */
  readonly closureGraceSeconds: number;
  /**
   * The longest time until a tick (a delayed SQS message) makes the watchdog look at an order again. At most 900,
   * because SQS allows no longer delay.
   */
  readonly watchdogTickSeconds: number;
  /**
   * How long after a request for erasure the orders service keeps looking for the customer's orders. By then, a token
   * that the customer already has must have expired, and the index of orders must contain all of the customer's orders.
   */
  readonly erasureSettleSeconds: number;
}

/** How messages are processed and redelivered. */
export interface Messaging {
  /** The most messages that a function receives at once. */
  readonly batchSize: number;
  /** The most orders for which the inventory service reserves stock with one write (group commit), up to 10,000. */
  readonly reservationBatchSize: number;
  /**
   * Seconds to wait for a batch of reservation messages to fill. AWS requires at least 1 for batches of more than 10.
   */
  readonly reservationWindowSeconds: number;
  /** Seconds to wait for a batch to fill where no customer waits: for notifications, watchdog and insights messages. */
  readonly batchingWindowSeconds: number;
  /**
   * Seconds after which other workers may finish a batch of a group commit. Must be longer than a function's timeout.
   */
  readonly batchLeaseSeconds: number;
  /** How often a message is received before it moves to the dead-letter queue. */
  readonly maxReceives: number;
  /** A function's timeout for one batch of messages, in seconds. */
  readonly functionTimeoutSeconds: number;
  /**
   * Visibility timeout of a message, in seconds. The queue of an inbox adds the inbox's batch window. On AWS, the
   * setting is six times the function's timeout, so that Lambda can retry a throttled function (Lambda developer guide,
   * "Creating and configuring an Amazon SQS event source mapping").
   */
  readonly visibilitySeconds: number;
  /** Maximum number of concurrent invocations for an inbox (2 to 1,000). Limits the load on tables and providers. */
  readonly maxConcurrency?: number;
  /** The most stream records that a relay receives at once. */
  readonly relayBatchSize: number;
  /** How many batches of a stream shard a relay processes at the same time. The records of one item stay in order. */
  readonly relayParallelization: number;
}

/** Who issues the tokens that the API accepts. */
export type Identity =
  | { readonly kind: 'simulator' }
  | {
      readonly kind: 'cognito';
      /** The addresses to which sign-ins and sign-outs may return, for each user pool. */
      readonly callbacks: { readonly customers: readonly string[]; readonly staff: readonly string[] };
      /** What is verified in SES: the stage's sender, or its domain. If absent, Cognito sends its mails itself. */
      readonly sesIdentity?: 'address' | 'domain';
    }
  | { readonly kind: 'oidc'; readonly issuers: OidcIssuers };

export interface PaymentProvider {
  readonly kind: 'simulator' | 'stripe';
  /** Where Stripe's payment page sends the customer after the payment. The simulator has its own page. */
  readonly returnUrl?: string;
}

/** When alarms go off, and whom they notify. Only stages on AWS have alarms. */
export interface AlarmSettings {
  /** The address that alarms are mailed to. AWS first sends this address a link to confirm the subscription. */
  readonly email?: string;
  /**
   * Whether this stage also watches what all stages of the account and region share: Lambda's concurrency, and the
   * reputation of the account's mails. In each account and region, one stage should watch these, usually production.
   */
  readonly watchesAccount: boolean;
  /**
   * What the account may cost in a month, in US dollars. If set, AWS sends a mail to `email` when the costs exceed 80 %
   * of this amount, or are forecast to exceed all of it.
   */
  readonly monthlyBudgetDollars?: number;
  /** Age of the oldest waiting message, in seconds, above which an inbox counts as stuck. */
  readonly messageAgeSeconds: number;
  /**
   * Age of the oldest unpublished stream record, in seconds, above which a relay counts as stuck. After 82,800 seconds,
   * Lambda gives up a record, because the stream will soon drop it.
   */
  readonly iteratorAgeSeconds: number;
}

/** Where a stage is deployed. */
export interface Target {
  /** The account's 12 digits. */
  readonly account: string;
  /** The region, for example `eu-central-1`. */
  readonly region: string;
}

/** A custom domain name of the stage: `api.shop.com` for the API, or `shop.com` for the distribution. */
export interface Domain {
  readonly name: string;
  /** A certificate of ACM for the name. API Gateway needs it in the stage's region, CloudFront in us-east-1. */
  readonly certificateArn: string;
}

/**
 * How long data is kept after its last change, in days. Data that still needs work, such as an unpaid order, does not
 * expire.
 */
export interface KeepDays {
  /** How many days orders, payments, tickets, and the rows and figures of the insights service are kept. */
  readonly orders: number;
  /** How many days the logs of messages to customers are kept. */
  readonly messages: number;
}

/** Everything that differs between stages. */
export interface StageSettings {
  readonly stage: Stage;
  /**
   * Part of the names of stacks and resources, at most 10 characters. It is the stage's name, unless several sandboxes
   * share an account.
   */
  readonly name: string;
  /**
   * The account and region to which the stacks are bound. If one of them is undefined, CDK takes it from the
   * credentials.
   */
  readonly target?: Partial<Target>;
  /** The domain of the API itself. The distribution has its own domain (`shopDomain`). */
  readonly domain?: Domain;
  /**
   * Whether a CloudFront distribution serves pages and API at short addresses. Never on an emulator: MiniStack's
   * CloudFront refuses API Gateway as an origin, and LocalStack's free images have no CloudFront.
   */
  readonly edge: boolean;
  /** The domain of the distribution. Without it, CloudFront chooses an address. */
  readonly shopDomain?: Domain;
  /**
   * The origins whose pages may call the API from a browser (CORS). If the list is empty, only pages of the API's own
   * origin may call it.
   */
  readonly allowedOrigins: readonly string[];
  /** The restored tables that replace the tables of services, by service. */
  readonly restoredTables?: NonNullable<StageFileSettings['restoredTables']>;
  readonly version: string;
  /** Whether the stage runs on AWS, not on an emulator. Emulators lack archives, key management and failure buckets. */
  readonly onAws: boolean;
  readonly periods: Periods;
  readonly messaging: Messaging;
  readonly identity: Identity;
  readonly paymentProvider: PaymentProvider;
  readonly alarms: AlarmSettings;
  /** The sender of mails. On AWS, it must be verified in SES. */
  readonly mailSender: string;
  /**
   * The countries (ISO 3166) whose mobile numbers get text messages. If the list is empty, the shop sends no text
   * messages.
   */
  readonly textCountries: readonly string[];
  /**
   * The most that the account may spend on text messages in a month, in US dollars. Required if `textCountries`
   * contains a country, and otherwise not allowed.
   */
  readonly monthlyTextDollars?: number;
  /** The most messages (120 to 2,000) to a customer about the orders of the last 24 hours; unlimited if not set. */
  readonly maxMessagesADay?: number;
  /** The inventory service reports low stock when the available units of a product fall below this number. */
  readonly stockLowThreshold: number;
  /**
   * The most unpaid orders per customer, 1 to 99; unlimited if not set. The limit keeps one customer from reserving all
   * stock without paying.
   */
  readonly maxUnpaidOrders?: number;
  /** Whether the stage keeps its data when a stack is deleted, and protects its tables from deletion. */
  readonly keepData: boolean;
  readonly keepDays: KeepDays;
  /** Whether the stage has the insights service: orders of all customers, timelines and figures for staff. */
  readonly insights: boolean;
  /** Whether the stage has live connections: a WebSocket API that tells pages what has changed. */
  readonly live: boolean;
  readonly logRetentionDays: 7 | 30 | 90;
  /** How long the bus keeps events for replays, in days. Only stages on AWS have an archive. */
  readonly archiveDays: number;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN';
  readonly architecture: 'x86_64' | 'arm64';
  /** The requests per second, and the burst, that each route accepts. API Gateway refuses further requests with 429. */
  readonly throttling: { readonly rate: number; readonly burst: number };
  /** Like `throttling`, but for each public route for GET. */
  readonly publicThrottling: { readonly rate: number; readonly burst: number };
  /**
   * The concurrency that is reserved for the function that receives the provider's webhooks. It is also the function's
   * maximum. If not set, the function shares the account's concurrency. An account with a quota of 10 allows no
   * reservation.
   */
  readonly webhookConcurrency?: number;
  /** Minutes between two runs of the canary, 5 to 1,440. If not set, the stage has no canary. */
  readonly canaryMinutes?: number;
}
