import { App } from 'aws-cdk-lib';
import { stageSettings } from '../../infra/stage-config.ts';
import { FloorsStack } from './floors-stack.ts';

// The floors (see README.md) have their own CDK app, which only `npm run bench:api` deploys.
const { AUTH_ISSUERS = '' } = process.env;
new FloorsStack(new App(), 'orderly-local-floors', stageSettings('local'), { AUTH_ISSUERS });
