import { App } from 'aws-cdk-lib';
import { stageSettings } from '../../infra/stage-config.ts';
import { FloorsStack } from './floors-stack.ts';

/** The floors' own CDK app: they are deployed beside Orderly's stacks by `bench:api`, and by nothing else. */
const { AUTH_ISSUER = '', AUTH_JWKS_URL = '', AUTH_AUDIENCE = '' } = process.env;
const authentication = { AUTH_ISSUER, AUTH_JWKS_URL, AUTH_AUDIENCE };
new FloorsStack(new App(), 'orderly-local-floors', stageSettings('local'), authentication);
