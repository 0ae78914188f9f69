import { join } from 'node:path';
import { runLogged } from '../console/child-process.ts';
import { localFile, localFolder, projectRoot } from '../console/paths.ts';
import { emulatorEnvironment, localRegion } from '../emulator/emulator.ts';

const cdkProgram = join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Emulators use this account for every caller. */
const localAccount = '000000000000';

/** Keeps the CLI from contacting anything except the target of the deployment. */
const quietEnvironment: NodeJS.ProcessEnv = {
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CI: 'true',
  FORCE_COLOR: '0',
};
const quietOptions = ['--no-color', '--no-notices', '--no-version-reporting', '--no-path-metadata'];

/** Lines to leave out of an error message. The progress of the rollback would hide the cause of a failure. */
const deploymentNoise = /^Bundling asset |(_IN_PROGRESS|_COMPLETE) |CloudTrail delivery can lag|^\s*$/;

/** Lines to leave out of an error of the CDK app. The error message alone helps, for example about a wrong setting. */
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

/** Returns the command line of the CDK CLI. It runs with the same Node version as this process. */
export const cdkCommand = (args: readonly string[]) => ({
  file: process.execPath,
  args: [cdkProgram, ...args, ...quietOptions],
});

/**
 * Synthesises the stacks of a stage into a folder. Needs neither credentials nor an emulator.
 *
 * @param env settings of the stage, for example ORDERLY_PAYMENT_WINDOW_SECONDS
 * @throws Problem with the error of the CDK app
 */
export const synthesise = (options: {
  stage: string;
  output: string;
  env?: NodeJS.ProcessEnv;
}): Promise<void> =>
  runLogged({
    title: `Synthesising the stacks of stage "${options.stage}"`,
    ...cdkCommand(['synth', '--quiet', '-c', `stage=${options.stage}`, '--output', options.output]),
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
 * @param outputsFile where the CLI writes the outputs of the stacks
 */
export const deployToEmulator = (options: {
  endpoint: string;
  assembly: string;
  outputsFile: string;
}): Promise<void> => {
  const deploy = ['deploy', '--all', '--app', options.assembly, '--require-approval', 'never'];
  return runLogged({
    title: 'Deploying the stacks',
    ...cdkCommand([...deploy, '--concurrency', '3', '--outputs-file', options.outputsFile]),
    logFile: localFile('logs', 'deploy.log'),
    noise: deploymentNoise,
    env: cdkEnvironment(options.endpoint),
  });
};

/**
 * Deploys a stage to the AWS account of the caller's credentials.
 *
 * @param bootstrap whether to bootstrap CDK in the account first
 * @throws Problem with the last lines of the CLI, which name missing credentials or a missing bootstrap
 */
export const deployToAws = async (options: {
  stage: string;
  outputsFile: string;
  bootstrap: boolean;
}): Promise<void> => {
  const { stage, outputsFile, bootstrap } = options;
  const context = ['-c', `stage=${stage}`];
  if (bootstrap) {
    await runLogged({
      title: 'Bootstrapping CDK in the account',
      ...cdkCommand(['bootstrap', ...context]),
      logFile: localFile('logs', `bootstrap-${stage}.log`),
      env: cdkEnvironment(),
    });
  }
  const deploy = [
    'deploy',
    '--all',
    ...context,
    '--require-approval',
    'never',
    '--outputs-file',
    outputsFile,
  ];
  await runLogged({
    title: `Deploying stage "${stage}"`,
    ...cdkCommand(deploy),
    logFile: localFile('logs', `deploy-${stage}.log`),
    noise: deploymentNoise,
    env: cdkEnvironment(),
  });
};

/** Removes a stage from the AWS account of the caller's credentials, without confirmation. */
export const destroyOnAws = (stage: string): Promise<void> =>
  runLogged({
    title: `Removing stage "${stage}"`,
    ...cdkCommand(['destroy', '--all', '--force', '-c', `stage=${stage}`]),
    logFile: localFile('logs', `destroy-${stage}.log`),
    env: cdkEnvironment(),
  });
