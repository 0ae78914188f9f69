import { CfnCondition, CfnOutput, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HttpApi } from './constructs/http-api.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

/**
 * The HTTP API, and the functions behind its routes. All routes are in one stack, because CDK creates a new deployment
 * of an API only if a route in the API's own stack changes.
 */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  /**
   * The API's own address, which is not that of the distribution. It has no trailing slash. Functions of this stack can
   * refer to it without a circular dependency.
   */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, stackProps(settings));
    this.api = new HttpApi(this, 'Api', { settings, name: 'api', domain: settings.domain });
    new CfnOutput(this, 'RestApiId', { value: this.api.restApi.restApiId });
    new CfnOutput(this, 'RestApiStage', { value: this.api.restApi.deploymentStage.stageName });
    new CfnOutput(this, 'RestApiUrl', { value: this.api.url });
    this.publicUrl = this.#publicUrlOf(settings);
    // This id is exported even if no distribution uses it. Otherwise a stage could not switch its distribution off (see
    // `#exportAll` in infra/data-stack.ts).
    if (settings.onAws) this.exportValue(this.api.restApi.restApiId);
  }

  #publicUrlOf({ domain, onAws }: StageSettings): string {
    if (domain !== undefined) return this.api.url;
    const own = this.api.urlForOwnFunctions;
    if (onAws) return own;
    // The address contains the port on which `npm start` listens, so the address is a parameter of the deployment. A
    // setting would be part of the templates, and each port would need a new synthesis.
    const { valueAsString: given } = new CfnParameter(this, 'PublicUrl', {
      description: "Where people reach the API. Empty: at the API's own address.",
      default: '',
    });
    const isGiven = new CfnCondition(this, 'HasPublicUrl', {
      expression: Fn.conditionNot(Fn.conditionEquals(given, '')),
    });
    return Fn.conditionIf(isGiven.logicalId, given, own).toString();
  }
}
