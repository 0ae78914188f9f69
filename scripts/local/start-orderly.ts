import { rmSync } from 'node:fs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { orderlyClient } from '../../client/index.ts';
import { localFile } from '../console/paths.ts';
import { Problem, textOf } from '../console/problem.ts';
import { numberedSteps, seconds, type Steps } from '../console/progress.ts';
import { beginSynthesis, deployLocal, deploymentSteps, serveDeployed } from '../deployment/deploy-local.ts';
import { farewell } from '../deployment/farewell.ts';
import { synthesisInputs } from '../deployment/inputs.ts';
import { stackFile, writeStackFile, type Stack } from '../deployment/stack-file.ts';
import { checkedSettings } from '../deployment/stage.ts';
import { devFunctions } from '../dev/dev-functions.ts';
import { deployBundles } from '../dev/redeploy.ts';
import { clientSettings } from '../emulator/access.ts';
import { deniedCalls, deniedReport } from '../emulator/denied-calls.ts';
import { EmulatorEnded, startEmulator, type Emulator } from '../emulator/emulator.ts';
import { installPythonPackages, pythonPackagesAreInstalled } from '../emulator/python.ts';
import { forgetRunning, rememberRunning } from '../emulator/running.ts';
import { createDataFolder, dataFolderOf, forgetSaved, rememberDeployed } from '../emulator/saved-data.ts';
import type { FrontDoor } from '../front-door/front-door.ts';
import { patientFetch } from '../tour/api-client.ts';
import { walkFirstOrder } from '../tour/first-order.ts';
import { seedCatalogue } from '../tour/seed-catalogue.ts';
import { timeline } from '../tour/timeline.ts';
import { issueToken } from '../tour/token.ts';
import { checkedTarget, refuseTakenPort, settingsFor, type Target } from './target.ts';
import { chooseData, keptText, restoredText, setAsideAndSay, type ChosenData } from './choose-data.ts';

/** Starts an emulator with its data, and installs it first if necessary. */
const ownEmulator = async (step: Steps, port: number, data: ChosenData): Promise<Emulator> => {
  if (!pythonPackagesAreInstalled('requirements')) {
    await step('Installing the emulator (MiniStack)', () => installPythonPackages('requirements'));
  }
  if (data.saved === undefined) createDataFolder(data.folder);
  const what = data.saved ? 'Restoring the emulator' : 'Starting the emulator';
  const emulator = await step(`${what} on port ${port}`, () =>
    startEmulator({ port, iam: 'enforced', logFile: localFile('logs', 'emulator.log'), data: data.folder }),
  );
  rememberRunning({ emulator });
  return emulator;
};

/** Runs a step. If it fails, the error also names the calls that IAM has denied to functions. */
const withDenials = async <T>(endpoint: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const report = deniedReport(await deniedCalls(endpoint).catch(() => []));
    if (report === '') throw error;
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${report}`);
  }
};

/**
 * Creates the demo products, and takes the first order through its life.
 * @returns what happened, as text
 */
const firstOrder = async (step: Steps, endpoint: string, stack: Stack): Promise<string> => {
  await step('Creating the demo products', () =>
    withDenials(endpoint, async () =>
      seedCatalogue(
        orderlyClient({
          baseUrl: stack.apiUrl,
          token: await issueToken(stack, 'shopkeeper', 'admin'),
          fetch: patientFetch,
        }),
        stack.apiUrl,
      ),
    ),
  );
  return timeline(
    await step('Taking the first order through its life', () =>
      withDenials(endpoint, () => walkFirstOrder(stack)),
    ),
  );
};

const sayStopped = (exitCode: number) => {
  if (exitCode === 1)
    process.stderr.write('\nThe start failed. Everything that it had started is stopped.\n');
};

export type StartOptions = {
  /** Whether Orderly keeps running when this process ends. */
  detach: boolean;
  /** Whether to delete all saved data first. */
  fresh: boolean;
  /** The address of Vite's server (`npm run dev`). By default, the API serves the pages. */
  pages?: string;
};

const say = (line: string) => process.stdout.write(line);

/** What this process has started. */
export type Started = {
  emulator: Emulator | undefined;
  frontDoor: FrontDoor | undefined;
  stack: Stack;
  data: ChosenData | undefined;
};

/**
 * Starts the emulator unless one is given, and deploys Orderly unless the restored stacks match the code and settings.
 * Takes a first order through its life if no saved data is restored.
 */
const run = async (
  { given, port, emulatorPort }: Target,
  data: ChosenData | undefined,
  { pages }: StartOptions,
) => {
  const saved = data?.saved;
  const inputs = synthesisInputs(process.env);
  const { replaced = [] } = saved?.deployed ?? {};
  const unchanged = saved?.deployed.inputs === inputs && replaced.length === 0;
  const installs = !given && !pythonPackagesAreInstalled('requirements');
  const step = numberedSteps(
    (given ? 0 : 1) + (installs ? 1 : 0) + (unchanged ? 0 : deploymentSteps) + (saved ? 0 : 2),
  );
  // If the emulator cannot read its saved data, `run` is called again without the data. So with saved data, the
  // synthesis begins only when the emulator runs.
  const settings = await settingsFor(given);
  const synthesise = () => beginSynthesis('local', settings);
  const early = saved ? undefined : synthesise();
  const emulator = data && (await ownEmulator(step, emulatorPort, data));
  await refuseTakenPort(port);
  const synthesis = unchanged ? undefined : (early ?? synthesise());
  const endpoint = given ?? emulator?.endpoint ?? '';
  const frontDoorChoice = {
    port,
    pages,
    emulatorPid: emulator?.pid,
    logFile: localFile('logs', 'front-door.log'),
  };
  const { stack, outputs, frontDoor } =
    synthesis === undefined
      ? await serveDeployed({
          endpoint,
          outputs: saved?.deployed.outputs ?? {},
          allowedOrigins: checkedSettings('local').allowedOrigins,
          frontDoor: frontDoorChoice,
        })
      : await deployLocal({ endpoint, synthesis, stackFile, step, frontDoor: frontDoorChoice });
  rememberRunning({ emulator, frontDoor });
  if (synthesis === undefined) writeStackFile(stack, stackFile);
  const story = saved ? restoredText(saved.savedAt, unchanged) : await firstOrder(step, endpoint, stack);
  if (synthesis && replaced.length > 0) {
    const functions = devFunctions(synthesis.assembly).filter(({ name }) => replaced.includes(name));
    await deployBundles(new LambdaClient(clientSettings(endpoint)), functions);
  }
  if (data) {
    rememberDeployed(data.folder, { inputs, replaced: [], outputs });
    // From now on, the emulator has newer data than the folder. So the mark that the folder's data is complete is
    // removed.
    forgetSaved(data.folder);
  }
  return { emulator, frontDoor, stack, data, story };
};

/**
 * Starts Orderly with the data that the emulator saved when it last stopped, or without data if it saved none. If
 * AWS_ENDPOINT_URL names an emulator, deploys Orderly there.
 * @throws Problem if the start fails. Everything that the failed start has begun ends with this process.
 */
export const startOrderly = async (options: StartOptions): Promise<Started> => {
  const begun = Date.now();
  // Finds a wrong setting at once. Without this check, the synthesis would find the wrong setting later.
  const { canaryMinutes } = checkedSettings('local');
  const target = await checkedTarget(options.fresh);
  // Until the stacks are deployed, other commands say that Orderly is not running.
  rmSync(stackFile, { force: true });
  process.once('exit', forgetRunning).once('exit', sayStopped);
  const data = target.given ? undefined : chooseData(dataFolderOf(target.port), options.fresh, say);
  const attempt = async () => {
    try {
      return await run(target, data, options);
    } catch (error) {
      if (!data?.saved) throw error;
      if (!(error instanceof EmulatorEnded))
        throw new Problem(`${textOf(error)}\n\n${keptText(data.saved.savedAt)}`);
      say(setAsideAndSay('The emulator cannot read the saved data.', data.folder));
      return run(target, { folder: data.folder }, options);
    }
  };
  const { story, ...started } = await attempt();
  process.stdout.write(
    `\n${story}\n${farewell(started.stack, { ...options, canaryMinutes })}Started in ${seconds(Date.now() - begun)}.\n`,
  );
  process.off('exit', sayStopped);
  return started;
};
