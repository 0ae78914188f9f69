import {
  PolicyDocument,
  Role,
  ServicePrincipal,
  type AddToPrincipalPolicyResult,
  type PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { DependencyGroup, type Construct } from 'constructs';

/**
 * A function's role with an inline policy. CDK's default policy is a second resource per function, and a stack has at
 * most 500. It has no managed policy, because AWS's allows every log group of the account.
 */
export class FunctionRole extends Role {
  readonly #own: PolicyDocument;

  constructor(scope: Construct, id: string) {
    const own = new PolicyDocument();
    super(scope, id, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { own },
    });
    this.#own = own;
  }

  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.#own.addStatements(statement);
    // Nothing to wait for. The inline policy is created together with the role.
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }
}
