import { markdownTable } from '../documents/sections.ts';
import { priceOf, type Priced } from './prices-2026.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The part of a template that determines what a stage costs. */
export interface CostedTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A part of the costs of a stage that nobody uses. */
export interface IdleLine {
  readonly what: string;
  readonly priced: Priced;
  readonly amount: number;
}

const HOURS_A_MONTH = 730;
/** Lambda polls each queue for messages about this often, even if there are none (docs/cost.md). */
const POLLS_A_MINUTE = 15;

/** The number of metrics that an alarm reads: one, or all metrics in its expression. AWS charges for each of them. */
const metricsOf = ({ Properties = {} }: Resource): number => {
  const metrics = Properties['Metrics'] as readonly { readonly MetricStat?: unknown }[] | undefined;
  return metrics === undefined ? 1 : metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
};

const isConsumed = ({ Type, Properties = {} }: Resource): boolean =>
  Type === 'AWS::Lambda::EventSourceMapping' && !('StartingPosition' in Properties);

/**
 * What a stage costs a month if nobody uses it, computed from its templates. AWS charges for everything else in the
 * stacks by use.
 */
export const idleLines = (templates: readonly CostedTemplate[]): readonly IdleLine[] => {
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const count = (type: string): number => resources.filter(({ Type }) => Type === type).length;
  const alarms = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const polled = resources.filter(isConsumed).length;
  const sweeps = resources.filter(
    ({ Type, Properties = {} }) => Type === 'AWS::Events::Rule' && 'ScheduleExpression' in Properties,
  ).length;
  return [
    {
      what: 'metrics that alarms read',
      priced: 'alarmMetrics',
      amount: alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    },
    {
      what: `requests of Lambda to ${polled} empty queues`,
      priced: 'sqsRequests',
      amount: polled * POLLS_A_MINUTE * 60 * HOURS_A_MONTH,
    },
    { what: 'keys', priced: 'keys', amount: count('AWS::KMS::Key') },
    { what: 'secrets', priced: 'secrets', amount: count('AWS::SecretsManager::Secret') },
    {
      what: `invocations of ${sweeps} sweeps, which run hourly`,
      priced: 'invocations',
      amount: sweeps * HOURS_A_MONTH,
    },
  ];
};

/** Table of the costs of a stage that nobody uses. */
export const idleTable = (lines: readonly IdleLine[]): string => {
  const dollars = ({ priced, amount }: IdleLine): number => priceOf(priced, amount);
  const total = lines.reduce((sum, line) => sum + dollars(line), 0);
  return markdownTable(
    ['A month without orders', 'amount', '$'],
    [
      ...lines.map((line) => [
        line.what,
        Math.round(line.amount).toLocaleString('en-US'),
        `$${dollars(line).toFixed(2)}`,
      ]),
      ['**total**', '', `**$${total.toFixed(2)}**`],
    ],
  );
};

/**
 * Assumptions: a million orders store 4 GB in all services. An order has 11 events of 1 KB, so a million orders have
 * 11 GB of events.
 */
const STORED_GB = 4;
const EVENTS_AN_ORDER = 11;
/** Maximum number of traces that an order begins. X-Ray records one in twenty traces (developer guide, "Sampling"). */
const TRACED_AN_ORDER = 28;
const SAMPLED = 0.05;
/**
 * Number of metrics in `shared/observability`, without that of the canary. AWS charges for a metric in each month in
 * which it has values.
 */
export const BUSINESS_METRICS = 17;

/** Table of what orders cost in addition to the price of their processing. */
export const besideTable = (): string => {
  const million = 1_000_000;
  const rows: readonly (readonly [string, Priced, number])[] = [
    ['traces: one in twenty of at most 28 an order', 'traces', million * TRACED_AN_ORDER * SAMPLED],
    ['the archive of the bus: 11 events of 1 KB an order', 'archivedGigabytes', EVENTS_AN_ORDER],
    ['storage: 4 KB an order, each month that it is kept', 'storedGigabytes', STORED_GB],
    ['recovery to any second: the same 4 KB, each month', 'recoverableGigabytes', STORED_GB],
    ['business metrics, each month', 'customMetrics', BUSINESS_METRICS],
  ];
  return markdownTable(
    ['A million orders: costs outside the price per order', '$'],
    rows.map(([what, priced, amount]) => [what, `$${priceOf(priced, amount).toFixed(2)}`]),
  );
};
