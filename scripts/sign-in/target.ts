import { Problem } from '../console/problem.ts';
import { dataOutputs } from '../deployment/data-outputs.ts';
import { readStackFile } from '../deployment/stack-file.ts';
import { chooseStage, stages } from '../deployment/stage.ts';
import type { Role } from '../tour/token.ts';
import type { SignInTarget } from './browser-sign-in.ts';

/** The client id for the identity simulator, which accepts any client id of letters, digits, dots, `-` and `_`. */
const LOCAL_CLIENT = 'orderly-cli';

/** The names of the stack outputs for a role. Customers and staff have different issuers. */
const outputsFor = (role: Role) =>
  role === 'customer'
    ? (['CustomerIssuer', 'CustomerClientId'] as const)
    : (['StaffIssuer', 'StaffClientId'] as const);

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
  const { stack, outputs } = await dataOutputs(stage, name);
  const [issuer, clientId] = outputsFor(role).map((key) => outputs[key]);
  if (issuer === undefined || clientId === undefined) {
    throw new Problem(
      `The stack ${stack} does not say where people sign in. Deploy this release first:\n` +
        `  npm run deploy -- --stage ${stage}`,
    );
  }
  return { issuer, clientId };
};
