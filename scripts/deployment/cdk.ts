import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../infra/stage-config.ts';
import { runLogged } from '../console/child-process.ts';
import { localFile, localFolder, projectRoot } from '../console/paths.ts';
import { emulatorEnvironment, localRegion } from '../emulator/access.ts';
import { targetEnvironment } from './target.ts';

const cdkProgram = join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** The account that emulators use by default. */
const localAccount = '000000000000';

/** Keeps the CDK CLI from contacting anything except the target of the deployment, and from printing colours. */
const quietEnvironment: NodeJS.ProcessEnv = {
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CI: 'true',
  FORCE_COLOR: '0',
};
const quietOptions = ['--no-color', '--no-notices', '--no-version-reporting', '--no-path-metadata'];

/** Lines to leave out of an error message. The progress of the rollback would hide the cause of a failure. */
const deploymentNoise = /^Bundling asset |(_IN_PROGRESS|_COMPLETE) |CloudTrail delivery can lag|^\s*$/;

/** Lines to leave out of an error of the CDK app. Only the error message helps, for example about a wrong setting. */
const synthesisNoise = /^Bundling asset |^\s+at |^node:internal|^\s*\^+$|^Node\.js v|Subprocess exited|^\s*$/;

/** Returns the environment of the CDK CLI. Without an endpoint, the CLI deploys to the caller's AWS account. */
export const cdkEnvironment = (endpoint?: string): NodeJS.ProcessEnv => {
  if (!endpoint) return { ...process.env, ...quietEnvironment };
  const { AWS_PROFILE: _profile, AWS_SESSION_TOKEN: _token, ...environment } = process.env;
  return {
    ...environment,
    ...quietEnvironment,
    ...emulatorEnvironment(endpoint),
    CDK_DEFAULT_ACCOUNT: localAccount,
    CDK_DEFAULT_REGION: localRegion,
  };
};

/** Returns the command line of the CDK CLI. The CLI runs with the same Node version as this process. */
export const cdkCommand = (args: readonly string[]) => ({
  file: process.execPath,
  args: [cdkProgram, ...args, ...quietOptions],
});

/** The values that select the stacks to synthesise. */
export interface Selected {
  readonly stage: string;
  /** The name of a sandbox, if several share an account. */
  readonly name?: string | undefined;
  /** The account of the credentials, and the region to deploy to. */
  readonly target?: Target | undefined;
}

/** Options of the CDK CLI that pass the selection to the CDK app (infra/app.ts). */
const contextOf = ({ stage, name, target }: Selected): readonly string[] =>
  Object.entries({ stage, name, ...target }).flatMap(([key, value]) =>
    value === undefined ? [] : ['-c', `${key}=${value}`],
  );

/**
 * Synthesises the stacks of a stage into a folder. Needs neither credentials nor an emulator.
 *
 * @param env settings of the stage, for example ORDERLY_PAYMENT_WINDOW_SECONDS
 * @throws Problem with the error of the CDK app
 */
export const synthesise = (
  options: Selected & { readonly output: string; readonly env?: NodeJS.ProcessEnv },
): Promise<void> =>
  runLogged({
    title: `Synthesising the stacks of stage "${options.stage}"`,
    ...cdkCommand(['synth', '--quiet', ...contextOf(options), '--output', options.output]),
    logFile: localFile('logs', `synth-${options.stage}.log`),
    noise: synthesisNoise,
    env: {
      ...process.env,
      ...quietEnvironment,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(options.stage === 'local' && {
        CDK_DEFAULT_ACCOUNT: localAccount,
        CDK_DEFAULT_REGION: localRegion,
      }),
      ...options.env,
    },
  });

/** Creates CDK's bootstrap resources (asset bucket and roles) on an emulator. */
export const bootstrapEmulator = (endpoint: string): Promise<void> =>
  runLogged({
    title: 'Bootstrapping CDK on the emulator',
    ...cdkCommand(['bootstrap', `aws://${localAccount}/${localRegion}`]),
    logFile: localFile('logs', 'bootstrap.log'),
    env: cdkEnvironment(endpoint),
    // In the project's root, the CLI would find cdk.json and run the whole app to look for stacks.
    cwd: localFolder,
  });

/**
 * Deploys synthesised stacks to an emulator.
 *
 * @param assembly folder that `synthesise` wrote
 * @param parameters CloudFormation parameters, as `<stack>:<name>=<value>`
 * @param outputsFile where the CLI writes the outputs of the stacks
 */
export const deployToEmulator = (options: {
  endpoint: string;
  assembly: string;
  outputsFile: string;
  parameters: readonly string[];
}): Promise<void> => {
  const deploy = ['deploy', '--all', '--app', options.assembly, '--require-approval', 'never'];
  const parameters = options.parameters.flatMap((parameter) => ['--parameters', parameter]);
  return runLogged({
    title: 'Deploying the stacks',
    ...cdkCommand([...deploy, '--concurrency', '3', '--outputs-file', options.outputsFile, ...parameters]),
    logFile: localFile('logs', 'deploy.log'),
    noise: deploymentNoise,
    env: cdkEnvironment(options.endpoint),
  });
};

/** The synthesised stacks of a stage on AWS, in the folder to which `synthesise` wrote them. */
export interface Assembly {
  readonly name: string;
  readonly folder: string;
  readonly target: Target;
}

const awsEnvironment = (target: Target): NodeJS.ProcessEnv => ({
  ...cdkEnvironment(),
  ...targetEnvironment(target),
});

/** Creates CDK's bootstrap resources (asset bucket and roles) in the account and region. */
export const bootstrapAccount = ({ account, region }: Target): Promise<void> =>
  runLogged({
    title: 'Bootstrapping CDK in the account',
    ...cdkCommand(['bootstrap', `aws://${account}/${region}`]),
    logFile: localFile('logs', 'bootstrap-aws.log'),
    env: awsEnvironment({ account, region }),
    cwd: localFolder,
  });

/**
 * Compares the stacks with what is deployed.
 * @returns the differences as text, for people
 */
export const differences = async ({ name, folder, target }: Assembly): Promise<string> => {
  const logFile = localFile('logs', `diff-${name}.log`);
  await runLogged({
    title: 'Comparing the stacks with what is deployed',
    ...cdkCommand(['diff', '--app', folder]),
    logFile,
    env: awsEnvironment(target),
  });
  return readFileSync(logFile, 'utf8');
};

/**
 * Deploys the stacks, one after another, in the order of their dependencies.
 *
 * @param outputsFile where the CLI writes the outputs of the stacks
 * @throws Problem with the last lines of the CLI's output, for example about a missing bootstrap
 */
export const deployToAws = ({ name, folder, target }: Assembly, outputsFile: string): Promise<void> =>
  runLogged({
    title: `Deploying ${name}`,
    // `npm run deploy` has already asked for confirmation where that is necessary, so the CLI does not ask.
    ...cdkCommand([
      'deploy',
      '--all',
      '--app',
      folder,
      '--require-approval',
      'never',
      '--outputs-file',
      outputsFile,
    ]),
    logFile: localFile('logs', `deploy-${name}.log`),
    noise: deploymentNoise,
    env: awsEnvironment(target),
  });

/** Removes the stacks, without confirmation. */
export const destroyOnAws = ({ name, folder, target }: Assembly): Promise<void> =>
  runLogged({
    title: `Removing ${name}`,
    ...cdkCommand(['destroy', '--all', '--force', '--app', folder]),
    logFile: localFile('logs', `destroy-${name}.log`),
    env: awsEnvironment(target),
  });
