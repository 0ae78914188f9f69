import {
  PolicyDocument,
  Role,
  ServicePrincipal,
  type AddToPrincipalPolicyResult,
  type PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { DependencyGroup, type Construct } from 'constructs';

/**
 * A function's own role, with all it may do inside it. CDK's would be a second resource for each function, and a stack
 * has 500 at most. It has no managed policy either: that one allows every log group of the account.
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
    // Nothing to wait for: what needs the role refers to it, and its policy is created with it.
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }
}
