import { once } from 'node:events';
import { stageSettings } from '../infra/stage-config.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps, seconds, type Steps } from './console/progress.ts';
import { beginSynthesis, deployLocal, deploymentSteps } from './deployment/deploy-local.ts';
import { stackFile, type Stack } from './deployment/stack-file.ts';
import { emulatorAnswers, startEmulator, type Emulator } from './emulator/emulator.ts';
import { installPythonPackages, pythonPackagesAreInstalled } from './emulator/python.ts';
import { forgetEmulator, rememberEmulator, runningEmulator } from './emulator/running.ts';
import { apiClient } from './tour/api-client.ts';
import { walkFirstOrder } from './tour/first-order.ts';
import { seedCatalogue } from './tour/seed-catalogue.ts';
import { timeline } from './tour/timeline.ts';
import { issueToken } from './tour/token.ts';

const usage = `Usage: npm start [-- --detach]

Runs the whole of Orderly on this machine: starts a local AWS emulator, deploys the stacks to it, fills the
shop and walks one first order through its life. Stays until Ctrl-C, which stops everything it started.

  --detach   return when everything is ready; "npm stop" stops it

Environment:
  ORDERLY_PORT       the emulator's port (4566)
  AWS_ENDPOINT_URL   deploy to the emulator at this address instead of starting one
  ORDERLY_PAYMENT_WINDOW_SECONDS, ORDERLY_CLOSURE_GRACE_SECONDS, ORDERLY_STOCK_ANSWER_SECONDS
                     periods of the order's life, 2 seconds or more each
  ORDERLY_RETRY_SECONDS      when a message that failed is delivered again (10)
  ORDERLY_MAX_UNPAID_ORDERS  how many orders a customer may have unpaid (any number)
  ORDERLY_PYTHON             the Python to install the emulator with (python3)`;

const chosenPort = (): number => {
  const port = Number(process.env['ORDERLY_PORT'] ?? 4566);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Problem(
    `ORDERLY_PORT must be a port number between 1 and 65535, not "${process.env['ORDERLY_PORT']}".`,
  );
};

/** A wrong setting is found at once, and not by the synthesis, after the emulator has started. */
const checkSettings = () => {
  try {
    stageSettings('local');
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
};

const refuseSecondStart = async () => {
  const running = await runningEmulator();
  if (!running) return;
  throw new Problem(`Orderly runs already, at ${running.endpoint}. Stop it first:\n  npm stop`);
};

/** Starts an emulator of our own, installing it first where it is missing. */
const ownEmulator = async (step: Steps, port: number): Promise<Emulator> => {
  if (!pythonPackagesAreInstalled('requirements')) {
    await step('Installing the emulator (MiniStack)', () => installPythonPackages('requirements'));
  }
  const emulator = await step(`Starting the emulator on port ${port}`, () =>
    startEmulator({ port, logFile: localFile('logs', 'emulator.log') }),
  );
  rememberEmulator(emulator);
  return emulator;
};

const farewell = (stack: Stack, detach: boolean) => `
Orderly is ready.

  API          ${stack.apiUrl}
  Simulators   ${stack.simulatorsUrl ?? 'none'}
  Everything   ${stackFile}

Try it:

  curl ${stack.apiUrl}/products
  TOKEN=$(npm run -s token -- --sub alice)
  curl -X POST ${stack.apiUrl}/orders \\
    -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first' \\
    -d '{ "items": [{ "productId": "cardamom-bun", "quantity": 2 }] }'

Roles for tokens: npm run -s token -- --sub bob --role staff (or admin)
${detach ? 'Stop with: npm stop' : 'Stop with Ctrl-C.'}
`;

const start = async (detach: boolean) => {
  const begun = Date.now();
  checkSettings();
  const given = process.env['AWS_ENDPOINT_URL']?.replace(/\/$/, '');
  if (given && !(await emulatorAnswers(given))) {
    throw new Problem(`No emulator answers at AWS_ENDPOINT_URL=${given}. Start it, or unset the variable.`);
  }
  if (!given) await refuseSecondStart();
  const port = chosenPort();
  const installs = !given && !pythonPackagesAreInstalled('requirements');
  const step = numberedSteps(deploymentSteps + 2 + (given ? 0 : 1) + (installs ? 1 : 0));

  const synthesis = beginSynthesis('local');
  const emulator = given ? undefined : await ownEmulator(step, port);
  if (emulator) process.once('exit', forgetEmulator);
  const endpoint = given ?? `http://127.0.0.1:${port}`;
  const stack = await deployLocal({ endpoint, synthesis, stackFile, step });
  await step('Filling the shop', async () =>
    seedCatalogue(apiClient(stack.apiUrl, await issueToken(stack, 'shopkeeper', 'admin'))),
  );
  const tour = await step('Walking the first order through its life', () => walkFirstOrder(stack));
  process.stdout.write(
    `\n${timeline(tour)}\n${farewell(stack, detach)}Ready after ${seconds(Date.now() - begun)}.\n`,
  );
  return emulator;
};

/** Ctrl-C before everything is ready: what was started ends with this process, by its exit hooks. */
const abandon = () => process.exit(130);
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

await runMain(async () => {
  const { values } = parseCommandLine(usage, { detach: { type: 'boolean', default: false } });
  // npm and a terminal may send the same signal twice; without a listener the second one would kill us
  // while we are stopping what we started.
  for (const signal of signals) process.on(signal, () => {}).on(signal, abandon);
  const emulator = await start(values.detach);
  for (const signal of signals) process.off(signal, abandon);
  if (values.detach) {
    process.removeListener('exit', forgetEmulator);
    emulator?.release();
    return;
  }
  // Without a timer or a socket of its own, Node would end here where the emulator is somebody else's.
  const alive = setInterval(() => {}, 60_000);
  const interrupted = Promise.race(signals.map((signal) => once(process, signal)));
  const ended = emulator?.ended.then(() => 'ended');
  const reason = await Promise.race([interrupted, ...(ended ? [ended] : [])]);
  clearInterval(alive);
  process.stdout.write(reason === 'ended' ? '\nThe emulator has ended.\n' : '\nStopping ...\n');
  await emulator?.stop();
});
