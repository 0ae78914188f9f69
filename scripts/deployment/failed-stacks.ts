import {
  CloudFormationClient,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { Assembly } from './cdk.ts';
import { templatesIn } from './leftovers.ts';

/** A stack in these states was never deployed successfully. The CDK CLI deletes it and creates it again. */
const neverDeployed: readonly (string | undefined)[] = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'];

/** Describes a stack, or returns undefined if there is none of this name. */
export const describeStack = async (
  client: CloudFormationClient,
  stack: string,
): Promise<Stack | undefined> => {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks[0];
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
};

/**
 * Switches off the termination protection of stacks whose first deployment failed. Otherwise CloudFormation refuses to
 * delete them, so the CDK CLI could not create them again. All other stacks keep their protection.
 *
 * @returns the names of the stacks whose protection was switched off
 */
export const unprotectFailedStacks = async ({
  folder,
  target,
}: Pick<Assembly, 'folder' | 'target'>): Promise<readonly string[]> => {
  const client = new CloudFormationClient({ region: target.region });
  const unprotected: string[] = [];
  try {
    for (const name of Object.keys(templatesIn(folder))) {
      const stack = await describeStack(client, name);
      if (stack?.EnableTerminationProtection !== true || !neverDeployed.includes(stack.StackStatus)) continue;
      await client.send(
        new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: false }),
      );
      unprotected.push(name);
    }
    return unprotected;
  } finally {
    client.destroy();
  }
};
