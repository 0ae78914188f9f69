import { Tags, type App } from 'aws-cdk-lib';
import { AppStack } from './app-stack.ts';
import { DataStack } from './data-stack.ts';
import { acknowledgeFindings } from './nag-acknowledgements.ts';
import { SimulatorsStack } from './simulators-stack.ts';
import type { StageSettings } from './stage-config.ts';

export interface OrderlyStacks {
  readonly data: DataStack;
  readonly app: AppStack;
  readonly simulators: SimulatorsStack | undefined;
}

/**
 * Creates the stacks of a stage in a CDK app: `orderly-<stage>-data`, `orderly-<stage>-app`, and, if external parties
 * are simulated, `orderly-<stage>-simulators`.
 */
export const orderly = (app: App, settings: StageSettings): OrderlyStacks => {
  const name = (part: string): string => `orderly-${settings.stage}-${part}`;
  const simulated = settings.identity.kind === 'simulator' || settings.paymentProvider.kind === 'simulator';
  const data = new DataStack(app, name('data'), settings);
  const simulators = simulated ? new SimulatorsStack(app, name('simulators'), settings) : undefined;
  const stack = new AppStack(app, name('app'), settings, { data, simulatorsUrl: simulators?.apiUrl });
  Tags.of(app).add('application', 'orderly');
  Tags.of(app).add('stage', settings.stage);
  acknowledgeFindings(app, settings);
  return { data, app: stack, simulators };
};
