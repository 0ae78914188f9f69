import {
  PolicyDocument,
  Role,
  ServicePrincipal,
  type AddToPrincipalPolicyResult,
  type PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { DependencyGroup, type Construct } from 'constructs';

/**
 * A function's role, with all permissions in one inline policy.
 *
 * - By default, CDK creates a separate policy resource for each function. CloudFormation allows at most 500 resources
 *   in a stack, and an inline policy is part of the role's resource.
 * - The role does not use AWS's managed policy, because that policy allows writing to every log group of the account.
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
    // CDK makes other resources depend on the members of this group. The group is empty, because the inline policy is
    // created together with the role.
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }
}
