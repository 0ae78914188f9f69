import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { orderly } from './orderly.ts';
import { stageSettings } from './stage-config.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
orderly(app, stageSettings(app.node.tryGetContext('stage')));
