import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { settingsPath } from '../../infra/settings-file.ts';
import type { Target } from '../../infra/stage-config.ts';
import { Problem } from '../console/problem.ts';

/** The environment variables that select the account and the region. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the account and the region that a command works on. A command that deploys passes the result to the CDK CLI and
 * the CDK app, so that all three use the same account and region.
 *
 * @param preferred the region in the stage's settings, used if no variable names a region
 * @throws Problem without credentials, without a region, or without a connection to AWS
 */
export const awsTarget = async (preferred?: string, env: Environment = process.env): Promise<Target> => {
  // The CDK CLI reads both variables, the SDK only the first one.
  const named = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? preferred;
  const client = new STSClient(named === undefined ? {} : { region: named });
  try {
    const region = await regionOf(client, env);
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === undefined) throw new Problem('AWS did not say which account the credentials belong to.');
    return { account: Account, region };
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (isUnreachable(error)) {
      throw new Problem(
        `AWS cannot be reached: ${error.message}\n` +
          'Check the network of this machine, its proxy (HTTPS_PROXY), and AWS_ENDPOINT_URL if it is set.',
      );
    }
    throw new Problem(
      `AWS does not accept your credentials: ${error instanceof Error ? error.message : String(error)}\n` +
        'Sign in first, for example:\n  aws sso login --profile my-profile\n  export AWS_PROFILE=my-profile',
    );
  } finally {
    client.destroy();
  }
};

/**
 * The texts by which Node's messages name failures of a connection (nodejs.org/api/errors.html, "Common system
 * errors").
 */
const CONNECTION_FAILED =
  /\b(ECONNREFUSED|ECONNRESET|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b/;

/** True if a call did not reach AWS, so that its failure does not mean that the credentials are wrong. */
const isUnreachable = (error: unknown): error is Error =>
  error instanceof Error && (error.name === 'TimeoutError' || CONNECTION_FAILED.test(error.message));

const regionOf = async (client: STSClient, env: Environment): Promise<string> => {
  try {
    return await client.config.region();
  } catch {
    throw new Problem(
      'No region is chosen. Set AWS_REGION, or the region of your profile, or "region" in the settings of the stage ' +
        `(${settingsPath(env)}).`,
    );
  }
};

/** Environment variables with which every program works on this account and region. */
export const targetEnvironment = ({ account, region }: Target): NodeJS.ProcessEnv => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  CDK_DEFAULT_ACCOUNT: account,
  CDK_DEFAULT_REGION: region,
});
