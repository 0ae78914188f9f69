import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import type { WatchedResources } from './alarms/resource-rows.ts';
import { queryText, type AlarmRow, type Series } from './alarms/row.ts';
import { alarmRows } from './alarms/table.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

/**
 * The alarms of a stage, their topic, and the budget. Only stages on AWS have this stack, because the alarms of an
 * emulator never go off.
 */
export class AlarmsStack extends Stack {
  constructor(scope: Construct, id: string, settings: StageSettings, watched: WatchedResources) {
    super(scope, id, stackProps(settings));
    const topic = new AlarmTopic(this, 'Topic', settings);
    const action = new SnsAction(topic);
    for (const row of alarmRows(settings, watched)) {
      const alarm = this.#alarm(`orderly-${settings.name}-${row.name}`, row);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    const { email, monthlyBudgetDollars } = settings.alarms;
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    if (email !== undefined) new CfnOutput(this, 'AlarmEmail', { value: email });
    // A budget always has an e-mail address: infra/settings-file.ts refuses a budget without one.
    if (monthlyBudgetDollars !== undefined && email !== undefined) this.#budget(monthlyBudgetDollars, email);
  }

  #alarm(alarmName: string, row: AlarmRow): Alarm {
    const { name, shows, reads, periodSeconds, above, datapoints, missingCounts = false } = row;
    return new Alarm(this, name, {
      alarmName,
      alarmDescription: `${shows} What to do: docs/operations.md, "When an alarm goes off".`,
      metric: metricOf(reads, Duration.seconds(periodSeconds)),
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm: datapoints[0],
      evaluationPeriods: datapoints[1],
      treatMissingData: missingCounts ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * Adds the budget. AWS sends a mail when the account's costs of a month exceed 80 % of the budget, or are forecast to
   * exceed it. If the e-mail address changes, CloudFormation creates a new budget before it deletes the old one. Two
   * budgets of an account cannot share a name, so CloudFormation generates the name.
   */
  #budget(dollars: number, email: string): void {
    const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address: email }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: dollars, unit: 'USD' },
      },
      notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
    });
  }
}

const metricOf = (reads: AlarmRow['reads'], period: Duration): IMetric => {
  if ('metric' in reads) return seriesOf(reads, period);
  if ('sumOf' in reads) return new MathExpression({ expression: queryText(reads), usingMetrics: {}, period });
  const usingMetrics = Object.entries(reads.of).map(
    ([id, series]) => [id, seriesOf(series, period)] as const,
  );
  return new MathExpression({
    expression: reads.formula,
    usingMetrics: Object.fromEntries(usingMetrics),
    period,
  });
};

/** Returns the metric without its unit. An alarm with a unit would ignore all datapoints that have another unit. */
const seriesOf = ({ namespace, metric, dimensions, statistic }: Series, period: Duration): Metric =>
  new Metric({ namespace, metricName: metric, dimensionsMap: { ...dimensions }, statistic, period });
