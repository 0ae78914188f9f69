import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HttpApi } from './constructs/http-api.ts';
import type { StageSettings } from './stage-config.ts';

/** The outside parties, simulated: deployed before the app, and never in production. */
export class SimulatorsStack extends Stack {
  /** Where the simulators' API is, without a slash at its end. */
  readonly apiUrl: string;

  constructor(scope: Construct, id: string, settings: StageSettings, props: StackProps = {}) {
    super(scope, id, props);
    const api = new HttpApi(this, 'Api', { settings, name: 'simulators' });
    api.restApi.root.addMethod('GET');
    this.apiUrl = api.url;
    new CfnOutput(this, 'RestApiId', { value: api.restApi.restApiId });
    new CfnOutput(this, 'RestApiStage', { value: api.restApi.deploymentStage.stageName });
    new CfnOutput(this, 'RestApiUrl', { value: api.url });
  }
}
