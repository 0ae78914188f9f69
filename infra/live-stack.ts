import { CfnCondition, CfnOutput, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { SocketApi } from './constructs/socket-api.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

/** The name of the parameter that passes the address of the WebSocket API to the API's stack. */
const urlParameterName = ({ name }: Pick<StageSettings, 'name'>): string => `/orderly/${name}/live-url`;

/**
 * The address of the WebSocket API for pages, or undefined if the stage has none. A parameter passes the address, not
 * an export, so that a stage can switch live connections off (see `issuersParameterName`).
 * @param api the stack of the functions that need the address
 */
export const liveUrlOf = (settings: StageSettings, api: Stack): string | undefined =>
  settings.live ? StringParameter.valueForStringParameter(api, urlParameterName(settings)) : undefined;

/**
 * The live connections of the pages: the WebSocket API and its functions. It is a stack of its own, because a stage can
 * do without live connections, and because the API's stack has no room for them (test/infra/stacks.test.ts limits it to
 * fewer than 250 resources). On a stage without live connections, the stack contains only the parameter, with the value
 * `none`, because CloudFormation refuses an empty stack.
 */
export class LiveStack extends Stack {
  /** Undefined if the stage has no live connections. */
  readonly sockets: SocketApi | undefined;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, stackProps(settings));
    if (!settings.live) {
      this.#passUrl(settings, 'none');
      return;
    }
    this.sockets = new SocketApi(this, 'Sockets', settings);
    const { api, stage } = this.sockets;
    new CfnOutput(this, 'LiveApiId', { value: api.apiId });
    new CfnOutput(this, 'LiveApiStage', { value: stage.stageName });
    this.#passUrl(settings, this.#publicUrl(settings, stage.url));
  }

  #passUrl(settings: StageSettings, stringValue: string): void {
    new StringParameter(this, 'Url', {
      description: `Where the pages of Orderly open live connections (${settings.name})`,
      parameterName: urlParameterName(settings),
      stringValue,
    });
  }

  #publicUrl({ onAws }: StageSettings, own: string): string {
    if (onAws) return own;
    // A parameter of the deployment, for the same reason as in infra/api-stack.ts.
    const { valueAsString: given } = new CfnParameter(this, 'PublicUrl', {
      description: "Where pages open live connections. Empty: at the API's own address.",
      default: '',
    });
    const isGiven = new CfnCondition(this, 'HasPublicUrl', {
      expression: Fn.conditionNot(Fn.conditionEquals(given, '')),
    });
    return Fn.conditionIf(isGiven.logicalId, given, own).toString();
  }
}
