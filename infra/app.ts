import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { orderly } from './orderly.ts';
import { readSettingsFile } from './settings-file.ts';
import { stageSettings } from './stage-config.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
const context = (key: string): unknown => app.node.tryGetContext(key);
const [account, region] = [context('account'), context('region')];
orderly(
  app,
  stageSettings(context('stage'), process.env, {
    ...readSettingsFile(process.env),
    name: context('name'),
    ...(typeof account === 'string' && typeof region === 'string' ? { target: { account, region } } : {}),
  }),
);
