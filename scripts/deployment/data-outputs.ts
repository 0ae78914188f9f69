import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Problem } from '../console/problem.ts';
import { describeStack } from './failed-stacks.ts';
import { checkedSettings, type AwsStage } from './stage.ts';
import { awsTarget } from './target.ts';

/** The data stack of a stage on AWS: its name, its region and its outputs. */
export interface DataOutputs {
  readonly stack: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Reads the outputs of a stage's data stack.
 * @param sandbox the name of a sandbox, if several share an account
 * @throws Problem if the stage is not deployed, or if settings or credentials are wrong or missing
 */
export const dataOutputs = async (stage: AwsStage, sandbox: string | undefined): Promise<DataOutputs> => {
  const { name, target: preferred } = checkedSettings(stage, { name: sandbox });
  const target = await awsTarget(preferred?.region);
  const client = new CloudFormationClient({ region: target.region });
  const stack = `orderly-${name}-data`;
  try {
    const { Outputs } = (await describeStack(client, stack)) ?? {};
    if (Outputs !== undefined) {
      const outputs = Outputs.map(
        ({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const,
      );
      return { stack, region: target.region, outputs: Object.fromEntries(outputs) };
    }
    throw new Problem(
      `Account ${target.account} has no stack ${stack} in ${target.region}. Check the account and the region, or ` +
        `deploy the stage:\n  npm run deploy -- --stage ${stage}`,
    );
  } finally {
    client.destroy();
  }
};
