import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HttpApi } from './constructs/http-api.ts';
import { simulatorTable } from './constructs/simulator-table.ts';
import { identitySimulator, type SimulatedIdentity } from './services/identity-simulator.ts';
import { mailSimulator } from './services/mail-simulator.ts';
import { paymentGatewaySimulator } from './services/payment-gateway-simulator.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

/** The simulated external parties. Production has no such stack. */
export class SimulatorsStack extends Stack {
  /** The URL of the simulators' API, without a trailing slash. */
  readonly apiUrl: string;
  /** The simulated identity provider, if there is one. */
  readonly identity: SimulatedIdentity | undefined;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, stackProps(settings));
    const api = new HttpApi(this, 'Api', { settings, name: 'simulators' });
    const party = {
      settings,
      api,
      // A parameter of the deployment, for the same reason as in infra/api-stack.ts.
      publicUrl: settings.onAws
        ? undefined
        : new CfnParameter(this, 'PublicUrl', {
            description: "Where people reach the simulators. Empty: at the API's own address.",
            default: '',
          }).valueAsString,
      table: simulatorTable(this, settings),
    };
    this.identity = settings.identity.kind === 'simulator' ? identitySimulator(this, party) : undefined;
    if (!settings.onAws) mailSimulator(this, party);
    if (settings.paymentProvider.kind === 'simulator') paymentGatewaySimulator(this, party);

    this.apiUrl = api.url;
    new CfnOutput(this, 'SimulatorsApiId', { value: api.restApi.restApiId });
    new CfnOutput(this, 'SimulatorsApiStage', { value: api.restApi.deploymentStage.stageName });
    new CfnOutput(this, 'SimulatorsApiUrl', { value: api.url });
  }
}
