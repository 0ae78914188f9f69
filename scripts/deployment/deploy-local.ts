import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readSettingsFile } from '../../infra/settings-file.ts';
import { shortRedirects } from '../../infra/short-addresses.ts';
import { stageSettings } from '../../infra/stage-config.ts';
import { localFile } from '../console/paths.ts';
import type { Steps } from '../console/progress.ts';
import { localRegion } from '../emulator/access.ts';
import { frontDoorUrl, startFrontDoor, type FrontDoor } from '../front-door/front-door.ts';
import { bootstrapEmulator, deployToEmulator, synthesise } from './cdk.ts';
import { synthesisInputs } from './inputs.ts';
import { verifyMailSender } from './mail-sender.ts';
import {
  apiUrlAt,
  describeStack,
  frontDoorRoutes,
  frontDoorSockets,
  liveUrlAt,
  readOutputs,
  simulatorsUrlAt,
  type StackOutputs,
} from './outputs.ts';
import { configurePaymentProvider } from './payment-provider.ts';
import { writeStackFile, type Stack } from './stack-file.ts';

const stage = 'local';

/** Number of steps that `deployLocal` shows. */
export const deploymentSteps = 4;

const synthesiseOnce = async (assembly: string, inputs: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const marker = `${assembly}.inputs`;
  const known = existsSync(assembly) && existsSync(marker) ? readFileSync(marker, 'utf8') : undefined;
  if (known === inputs) return;
  // Removes what an interrupted synthesis may have left: a lock and an incomplete folder.
  rmSync(marker, { force: true });
  rmSync(assembly, { recursive: true, force: true });
  await synthesise({ stage, output: assembly, env });
  writeFileSync(marker, inputs);
};

/**
 * Starts the synthesis of the local stage, and does not wait for it, so that the emulator can start at the same time.
 * Skips the synthesis if neither code nor settings have changed since the last one.
 *
 * @param name part of the output folder's name, so that concurrent deployments use different folders
 * @param env settings to override, for example ORDERLY_PAYMENT_WINDOW_SECONDS
 */
export const beginSynthesis = (name: string, env: NodeJS.ProcessEnv = {}): Synthesis => {
  const assembly = localFile(`cdk-${name}`);
  const inputs = synthesisInputs({ ...process.env, ...env });
  const done = synthesiseOnce(assembly, inputs, env);
  // `deployLocal` awaits `done` later. Until then, a failure must not be reported as an unhandled rejection.
  done.catch(() => {});
  const { allowedOrigins, live } = stageSettings(
    stage,
    { ...process.env, ...env },
    readSettingsFile(process.env),
  );
  return { name, assembly, inputs, done, allowedOrigins, live };
};

/** Renames the folder of a synthesis. If a folder has the new name already, this function deletes it first. */
export const renameSynthesis = ({ assembly }: Pick<Synthesis, 'assembly'>, name: string): string => {
  const target = localFile(`cdk-${name}`);
  rmSync(`${target}.inputs`, { force: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(assembly, target);
  renameSync(`${assembly}.inputs`, `${target}.inputs`);
  return target;
};

export type Synthesis = {
  name: string;
  assembly: string;
  /** A hash of the code and the settings. */
  inputs: string;
  done: Promise<void>;
  /** The origins whose pages may call the API. */
  allowedOrigins: readonly string[];
  /** Whether the stage has live connections. */
  live: boolean;
};

/** A deployed local stage, and its front door (scripts/front-door/server.ts) if it has one. */
export type LocalDeployment = { stack: Stack; outputs: StackOutputs; frontDoor?: FrontDoor };

/** Options of a front door, except those that follow from the deployment. */
type FrontDoorChoice = {
  port: number;
  emulatorPid?: number | undefined;
  /** The address of Vite's server (`npm run dev`). If it is set, Vite serves the pages. If not, the API serves them. */
  pages?: string | undefined;
  logFile: string;
};

/**
 * Starts the front door of a deployment, if it is to have one.
 * @param outputs the outputs of the deployed stacks
 * @returns the deployment
 * @throws Problem if the front door does not start, for example because the port is taken
 */
export const serveDeployed = async (options: {
  endpoint: string;
  outputs: StackOutputs;
  allowedOrigins: readonly string[];
  frontDoor?: FrontDoorChoice | undefined;
}): Promise<LocalDeployment> => {
  const { endpoint, outputs, allowedOrigins } = options;
  const address = options.frontDoor && frontDoorUrl(options.frontDoor.port);
  const stack = describeStack(outputs, { region: localRegion, endpoint, frontDoor: address });
  const frontDoor =
    options.frontDoor &&
    (await startFrontDoor({
      ...options.frontDoor,
      endpoint,
      routes: frontDoorRoutes(outputs, options.frontDoor.pages === undefined),
      redirects: shortRedirects,
      sockets: frontDoorSockets(outputs),
      allowedOrigins,
    }));
  return { stack, outputs, ...(frontDoor && { frontDoor }) };
};

/**
 * Deploys synthesised stacks to an emulator on which CDK is bootstrapped.
 * @param address the address of the front door, if there is one
 * @returns the outputs of the stacks
 */
export const deployStacks = async (options: {
  endpoint: string;
  synthesis: Pick<Synthesis, 'name' | 'assembly' | 'live'>;
  address: string | undefined;
}): Promise<StackOutputs> => {
  const { endpoint, synthesis, address } = options;
  const outputsFile = localFile(`outputs-${synthesis.name}.json`);
  await deployToEmulator({
    endpoint,
    assembly: synthesis.assembly,
    outputsFile,
    parameters: address
      ? [
          `orderly-${stage}-simulators:PublicUrl=${simulatorsUrlAt(address)}`,
          `orderly-${stage}-workers:PublicUrl=${address}`,
          ...(synthesis.live ? [`orderly-${stage}-live:PublicUrl=${liveUrlAt(address)}`] : []),
          `orderly-${stage}-api:PublicUrl=${apiUrlAt(address)}`,
        ]
      : [],
  });
  return readOutputs(outputsFile);
};

/**
 * Deploys the local stage to an emulator and writes the stack file.
 *
 * @param step shows progress
 * @param stackFile where to write the description of the stack
 * @param frontDoor options of a front door (a proxy with lasting addresses) to start. Without these options, the
 *   stack's addresses are those of the emulator
 * @throws Problem with the end of the log of the step that failed
 */
export const deployLocal = async (options: {
  endpoint: string;
  synthesis: Synthesis;
  stackFile: string;
  step: Steps;
  frontDoor?: FrontDoorChoice;
}): Promise<LocalDeployment> => {
  const { endpoint, synthesis, stackFile, step } = options;
  const address = options.frontDoor && frontDoorUrl(options.frontDoor.port);
  await step('Bootstrapping CDK', () => bootstrapEmulator(endpoint));
  await step('Synthesising the stacks', () => synthesis.done);
  const outputs = await step('Deploying the stacks', () => deployStacks({ endpoint, synthesis, address }));
  const { allowedOrigins } = synthesis;
  const deployment = await serveDeployed({ endpoint, outputs, allowedOrigins, frontDoor: options.frontDoor });
  await step('Registering webhook and mail sender', async () => {
    await configurePaymentProvider(deployment.stack, outputs);
    await verifyMailSender(endpoint);
  });
  writeStackFile(deployment.stack, stackFile);
  return deployment;
};
