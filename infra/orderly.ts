import { Tags, type App } from 'aws-cdk-lib';
import { AlarmsStack } from './alarms-stack.ts';
import { AppStack } from './app-stack.ts';
import { DataStack } from './data-stack.ts';
import { acknowledgeFindings } from './nag-acknowledgements.ts';
import { SimulatorsStack } from './simulators-stack.ts';
import type { StageSettings } from './stage-config.ts';

export interface OrderlyStacks {
  readonly data: DataStack;
  readonly app: AppStack;
  readonly simulators: SimulatorsStack | undefined;
  readonly alarms: AlarmsStack | undefined;
}

/**
 * Creates the stacks of a stage in a CDK app: `orderly-<stage>-data`, `orderly-<stage>-app`, if external parties are
 * simulated `orderly-<stage>-simulators`, and on AWS `orderly-<stage>-alarms`.
 */
export const orderly = (app: App, settings: StageSettings): OrderlyStacks => {
  const name = (part: string): string => `orderly-${settings.stage}-${part}`;
  const simulated = settings.identity.kind === 'simulator' || settings.paymentProvider.kind === 'simulator';
  const data = new DataStack(app, name('data'), settings);
  const simulators = simulated ? new SimulatorsStack(app, name('simulators'), settings) : undefined;
  const stack = new AppStack(app, name('app'), settings, { data, simulatorsUrl: simulators?.apiUrl });
  const alarms =
    data.lostRecords === undefined
      ? undefined
      : new AlarmsStack(app, name('alarms'), settings, {
          watched: { tables: data.tables, lostRecordsBucket: data.lostRecords.bucketName },
        });
  // The alarms name the resources of the other stacks, so they are created last.
  alarms?.addStackDependency(stack);
  Tags.of(app).add('application', 'orderly');
  Tags.of(app).add('stage', settings.stage);
  acknowledgeFindings(app, settings);
  return { data, app: stack, simulators, alarms };
};
