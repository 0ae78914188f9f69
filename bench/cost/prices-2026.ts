/** A list price of AWS in dollars. `source` is the page of the price. */
export interface Price {
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  readonly source: string;
}

const MILLION = 1_000_000;
const GIGABYTE = 1_000_000_000;

/** Date and region of the list prices. Free tiers, volume discounts and savings plans are left out. */
export const priceTable = { asOf: '2026-11', region: 'us-east-1 (N. Virginia)' } as const;

const dynamo = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const cloudWatch = 'https://aws.amazon.com/cloudwatch/pricing/';
const lambda = 'https://aws.amazon.com/lambda/pricing/';

export const prices = {
  writeUnits: { dollars: 0.625, per: MILLION, unit: 'write request units', source: dynamo },
  readUnits: { dollars: 0.125, per: MILLION, unit: 'read request units', source: dynamo },
  events: {
    dollars: 1,
    per: MILLION,
    unit: 'custom events, of 64 KB at most',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  sqsRequests: {
    dollars: 0.4,
    per: MILLION,
    unit: 'requests to standard queues, of 64 KB at most',
    source: 'https://aws.amazon.com/sqs/pricing/',
  },
  invocations: { dollars: 0.2, per: MILLION, unit: 'requests', source: lambda },
  gigabyteSeconds: { dollars: 0.0000133334, per: 1, unit: 'GB-seconds on Arm', source: lambda },
  apiRequests: {
    dollars: 3.5,
    per: MILLION,
    unit: 'REST API calls',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  socketMessages: {
    dollars: 1,
    per: MILLION,
    unit: 'messages of WebSocket APIs, of 32 KB at most',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  socketMinutes: {
    dollars: 0.25,
    per: MILLION,
    unit: 'minutes of WebSocket connections',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  mails: { dollars: 0.1, per: 1000, unit: 'mails', source: 'https://aws.amazon.com/ses/pricing/' },
  texts: {
    dollars: 0.00581,
    per: 1,
    unit: 'text messages within the US, without carrier fees',
    source: 'https://aws.amazon.com/sns/sms-pricing/',
  },
  logBytes: {
    dollars: 0.5,
    per: GIGABYTE,
    unit: 'bytes of ingested logs',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  alarmMetrics: { dollars: 0.1, per: 1, unit: 'metrics of alarms, a month', source: cloudWatch },
  customMetrics: {
    dollars: 0.3,
    per: 1,
    unit: 'custom metrics, a month, if they have values',
    source: cloudWatch,
  },
  keys: {
    dollars: 1,
    per: 1,
    unit: 'customer-managed keys, a month',
    source: 'https://aws.amazon.com/kms/pricing/',
  },
  secrets: {
    dollars: 0.4,
    per: 1,
    unit: 'secrets, a month',
    source: 'https://aws.amazon.com/secrets-manager/pricing/',
  },
  storedGigabytes: { dollars: 0.25, per: 1, unit: 'GB in tables, a month', source: dynamo },
  recoverableGigabytes: {
    dollars: 0.2,
    per: 1,
    unit: 'GB recoverable to any second, a month',
    source: dynamo,
  },
  archivedGigabytes: {
    dollars: 0.1,
    per: 1,
    unit: 'GB of events put into the archive',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  traces: {
    dollars: 5,
    per: MILLION,
    unit: 'recorded traces',
    source: 'https://aws.amazon.com/xray/pricing/',
  },
  users: {
    dollars: 0.015,
    per: 1,
    unit: 'active users of Cognito (Essentials) a month, beyond 10,000',
    source: 'https://aws.amazon.com/cognito/pricing/',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type Priced = keyof typeof prices;

/** Returns the price of an amount in dollars. The amount counts what `unit` names, for example requests. */
export const priceOf = (what: Priced, amount: number): number =>
  (amount / prices[what].per) * prices[what].dollars;
