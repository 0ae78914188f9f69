import type { AlarmDefinition, AlarmSeries } from '../support/cloudwatch.ts';
import { resolved } from './resolved.ts';
import { resourcesOf, type Synthesised } from './synthesised.ts';

/** A Metrics Insights query: the sum of a metric over all series with these dimensions. */
export interface AlarmQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly over: readonly string[];
  readonly where?: readonly [dimension: string, value: string];
}

export interface TemplateAlarm extends AlarmDefinition {
  /** The name without `orderly-<stage>-`. */
  readonly name: string;
  readonly query: AlarmQuery | undefined;
  readonly actions: readonly unknown[];
  /** The actions that run when the alarm returns to its normal state. */
  readonly okActions: readonly unknown[];
  readonly missing: unknown;
  readonly comparison: unknown;
  readonly unit: unknown;
}

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly Period?: number;
  readonly MetricStat?: { readonly Metric: Metric; readonly Period: number; readonly Stat: string };
}

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

const seriesOf = (metric: Metric, statistic: unknown): AlarmSeries => ({
  namespace: metric.Namespace,
  metric: metric.MetricName,
  dimensions: Object.fromEntries((metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
  statistic: statistic as AlarmSeries['statistic'],
});

const QUERY = /^SELECT SUM\((\w+)\) FROM SCHEMA\("([^"]+)", ([\w, ]+)\)(?: WHERE (\w+) = '([^']+)')?$/;

const queryOf = (expression: string | undefined): AlarmQuery | undefined => {
  const match = QUERY.exec(expression ?? '');
  if (match === null) return undefined;
  const [, metric = '', namespace = '', over = '', dimension, value = ''] = match;
  const where = dimension === undefined ? {} : { where: [dimension, value] as const };
  return { namespace, metric, over: over.split(', '), ...where };
};

/** The alarms of a stage, with the names of the resources that they refer to. */
export const templateAlarms = (stacks: Synthesised): readonly TemplateAlarm[] => {
  const template = stacks.templates['alarms'];
  if (template === undefined) return [];
  return resourcesOf(stacks, 'AWS::CloudWatch::Alarm').map(({ Properties }) => {
    const all = resolved(stacks, template, Properties) as Record<string, unknown>;
    const queries = (all['Metrics'] ?? []) as readonly MetricQuery[];
    const expression = queries.find((query) => query.Expression !== undefined);
    const stats = queries.flatMap(({ Id, MetricStat }) =>
      MetricStat === undefined ? [] : [{ Id, MetricStat }],
    );
    const periods = [all['Period'], expression?.Period, ...stats.map(({ MetricStat }) => MetricStat.Period)];
    return {
      name: String(all['AlarmName']).replace(`orderly-${stacks.settings.stage}-`, ''),
      series:
        queries.length === 0
          ? { m: seriesOf(all as unknown as Metric, all['Statistic']) }
          : Object.fromEntries(
              stats.map(({ Id, MetricStat }) => [Id, seriesOf(MetricStat.Metric, MetricStat.Stat)]),
            ),
      expression: expression?.Expression,
      query: queryOf(expression?.Expression),
      periodMinutes: Math.max(...periods.map((period) => Number(period ?? 0))) / 60,
      above: Number(all['Threshold']),
      breaching: Number(all['DatapointsToAlarm']),
      of: Number(all['EvaluationPeriods']),
      actions: (all['AlarmActions'] ?? []) as readonly unknown[],
      okActions: (all['OKActions'] ?? []) as readonly unknown[],
      missing: all['TreatMissingData'],
      comparison: all['ComparisonOperator'],
      unit: all['Unit'],
    };
  });
};
