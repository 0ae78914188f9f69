import { AwsIntegration } from 'aws-cdk-lib/aws-apigateway';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * Invokes the functions behind the routes of an API. One role may invoke exactly these functions (API Gateway developer
 * guide, "API Gateway permissions model for invoking an API": an integration with `credentials`). CDK's
 * `LambdaIntegration` would add at least one permission for each method instead. The API's stack has about 100 methods,
 * and room for fewer than 250 resources (test/infra/stacks.test.ts).
 */
export class FunctionInvoker extends Construct {
  readonly #role: IRole;
  readonly #allowed: PolicyStatement;
  readonly #integrations = new Map<IFunction, AwsIntegration>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#allowed = new PolicyStatement({ actions: ['lambda:InvokeFunction'] });
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: { own: new PolicyDocument({ statements: [this.#allowed] }) },
    });
  }

  /** The proxy integration of a function. */
  integrationOf(handler: IFunction): AwsIntegration {
    const known = this.#integrations.get(handler);
    if (known !== undefined) return known;
    this.#allowed.addResources(handler.functionArn);
    const integration = new AwsIntegration({
      proxy: true,
      service: 'lambda',
      path: `2015-03-31/functions/${handler.functionArn}/invocations`,
      options: { credentialsRole: this.#role },
    });
    this.#integrations.set(handler, integration);
    return integration;
  }
}
