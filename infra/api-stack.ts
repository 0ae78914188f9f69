import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HttpApi } from './constructs/http-api.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

/**
 * The HTTP API, and the functions behind its routes. All routes are in one stack, because CDK publishes an API anew only
 * if a route of the API's own stack changes.
 */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, stackProps(settings));
    this.api = new HttpApi(this, 'Api', { settings, name: 'api', domain: settings.domain });
    new CfnOutput(this, 'RestApiId', { value: this.api.restApi.restApiId });
    new CfnOutput(this, 'RestApiStage', { value: this.api.restApi.deploymentStage.stageName });
    new CfnOutput(this, 'RestApiUrl', { value: this.api.url });
  }
}
