import { App } from 'aws-cdk-lib';
import { orderly } from './orderly.ts';
import { stageSettings } from './stage-config.ts';

const app = new App();
orderly(app, stageSettings(app.node.tryGetContext('stage')));
