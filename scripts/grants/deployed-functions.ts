import {
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  LambdaClient,
  paginateListEventSourceMappings,
  paginateListFunctions,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import { Problem } from '../console/problem.ts';
import { clientSettings } from '../emulator/access.ts';
import type { Statement } from './grants.ts';
import type { FunctionSetup } from './lambda-needs.ts';

/** A function with the policy of its role. */
export interface DeployedFunction extends FunctionSetup {
  /** The service and the entry, for example `orders-place-order`. */
  readonly name: string;
  readonly role: string;
  readonly statements: readonly Statement[];
}

/** The statements of a role. IAM returns policies as URL-encoded JSON (IAM API reference, "GetRolePolicy"). */
const statementsOf = async (iam: IAMClient, RoleName: string): Promise<readonly Statement[]> => {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  if (AttachedPolicies.length > 0) throw new Problem(`${RoleName} has a managed policy. Name each action.`);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policies = await Promise.all(
    PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  return policies.flatMap(
    ({ PolicyDocument = '' }) =>
      (JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: readonly Statement[] }).Statement,
  );
};

/** The ARN of a function's log group. The log group is in the region and the account of the function. */
const logGroupArnOf = ({ FunctionArn = '', LoggingConfig }: FunctionConfiguration): string => {
  const [, partition, , region, account] = FunctionArn.split(':');
  return `arn:${partition}:logs:${region}:${account}:log-group:${LoggingConfig?.LogGroup}`;
};

/**
 * Reads the functions of a stage from the emulator to which it is deployed, each with its permissions as CloudFormation
 * has resolved them.
 *
 * @param stage the name of the stage
 * @throws Problem if a role has a managed policy
 */
export const deployedFunctions = async (
  endpoint: string,
  stage: string,
): Promise<readonly DeployedFunction[]> => {
  const settings = clientSettings(endpoint);
  const lambda = new LambdaClient(settings);
  const iam = new IAMClient(settings);
  try {
    const configurations: FunctionConfiguration[] = [];
    for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
      configurations.push(...Functions);
    const sources = new Map<string, string[]>();
    for await (const page of paginateListEventSourceMappings({ client: lambda }, {})) {
      for (const { FunctionArn = '', EventSourceArn = '' } of page.EventSourceMappings ?? [])
        sources.set(FunctionArn, [...(sources.get(FunctionArn) ?? []), EventSourceArn]);
    }
    const prefix = `orderly-${stage}-`;
    const own = configurations.filter(({ FunctionName = '' }) => FunctionName.startsWith(prefix));
    return await Promise.all(
      own.map(async (configuration) => {
        const { FunctionName = '', FunctionArn = '', Role = '', TracingConfig } = configuration;
        const role = Role.split('/').at(-1) ?? '';
        return {
          name: FunctionName.slice(prefix.length),
          role,
          statements: await statementsOf(iam, role),
          logGroupArn: logGroupArnOf(configuration),
          traced: TracingConfig?.Mode === 'Active',
          sourceArns: sources.get(FunctionArn) ?? [],
        };
      }),
    );
  } finally {
    lambda.destroy();
    iam.destroy();
  }
};
