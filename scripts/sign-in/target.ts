import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Problem } from '../console/problem.ts';
import { describeStack } from '../deployment/failed-stacks.ts';
import { readStackFile } from '../deployment/stack-file.ts';
import { checkedSettings, chooseStage, stages } from '../deployment/stage.ts';
import { awsTarget } from '../deployment/target.ts';
import type { Role } from '../tour/token.ts';
import type { SignInTarget } from './browser-sign-in.ts';

/** The client id for the identity simulator, which accepts any client id. */
const LOCAL_CLIENT = 'orderly-cli';

/** The names of the stack outputs for a role. Customers and staff have different issuers. */
const outputsFor = (role: Role) =>
  role === 'customer'
    ? (['CustomerIssuer', 'CustomerClientId'] as const)
    : (['StaffIssuer', 'StaffClientId'] as const);

/** Reads the outputs of a stage's data stack. @throws Problem if it is not deployed, or if credentials are missing */
const dataOutputs = async (
  stage: string,
  name: string,
  region: string | undefined,
): Promise<Readonly<Record<string, string | undefined>>> => {
  const target = await awsTarget(region);
  const client = new CloudFormationClient({ region: target.region });
  const stack = `orderly-${name}-data`;
  try {
    const { Outputs } = (await describeStack(client, stack)) ?? {};
    if (Outputs !== undefined) {
      return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
    }
    throw new Problem(
      `Account ${target.account} has no stack ${stack} in ${target.region}. Check the account and the region, or ` +
        `deploy the stage:\n  npm run deploy -- --stage ${stage}`,
    );
  } finally {
    client.destroy();
  }
};

/**
 * Where users with this role sign in to a stage.
 *
 * @param given the value of `--stage`
 * @param name the name of a sandbox, if several share an account
 * @throws Problem if the stage does not exist or is not deployed, or if AWS credentials are missing or wrong
 */
export const signInTarget = async (
  given: string,
  { role, name, usage }: { role: Role; name: string | undefined; usage: string },
): Promise<SignInTarget> => {
  const stage = chooseStage(given, stages, usage);
  if (stage === 'local') {
    return { issuer: `${readStackFile().simulatorsUrl}/identity`, clientId: LOCAL_CLIENT };
  }
  const settings = checkedSettings(stage, { name });
  const outputs = await dataOutputs(stage, settings.name, settings.target?.region);
  const [issuer, clientId] = outputsFor(role).map((key) => outputs[key]);
  if (issuer === undefined || clientId === undefined) {
    throw new Problem(
      `The stack orderly-${settings.name}-data does not say where people sign in. Deploy this release first:\n` +
        `  npm run deploy -- --stage ${stage}`,
    );
  }
  return { issuer, clientId };
};
