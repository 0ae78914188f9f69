import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { orderlyClient } from '../client/index.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps, seconds, type Steps } from './console/progress.ts';
import { beginSynthesis, deployLocal, deploymentSteps } from './deployment/deploy-local.ts';
import { stackFile, type Stack } from './deployment/stack-file.ts';
import { checkedSettings } from './deployment/stage.ts';
import { givenEndpoint } from './emulator/access.ts';
import { deniedCalls, deniedReport } from './emulator/denied-calls.ts';
import { emulatorAnswers, startEmulator, type Emulator } from './emulator/emulator.ts';
import { portIsFree } from './emulator/free-port.ts';
import { installPythonPackages, pythonPackagesAreInstalled } from './emulator/python.ts';
import { forgetRunning, rememberRunning, removeLeftovers, stillRunning } from './emulator/running.ts';
import { portIsTaken } from './emulator/taken-port.ts';
import { frontDoorUrl, stopFrontDoorProcess, type FrontDoor } from './front-door/front-door.ts';
import { patientFetch } from './tour/api-client.ts';
import { walkFirstOrder } from './tour/first-order.ts';
import { seedCatalogue } from './tour/seed-catalogue.ts';
import { timeline } from './tour/timeline.ts';
import { issueToken } from './tour/token.ts';

const usage = `Usage: npm start [-- --detach]

Runs Orderly on this machine: starts a local AWS emulator, deploys the stacks to it, creates the demo products and
takes a first order through its life. Runs until Ctrl-C, which stops everything that it started.

  --detach   return when everything is ready; stop it with "npm stop"

Environment:
  ORDERLY_PORT       port of http://localhost:<port>/v1 (default: 4567); the emulator uses the port before it
  AWS_ENDPOINT_URL   deploy to the emulator at this address instead of starting one
  ORDERLY_PAYMENT_WINDOW_SECONDS, ORDERLY_CLOSURE_GRACE_SECONDS, ORDERLY_STOCK_ANSWER_SECONDS
                     time limits in an order's life, at least 2 seconds each
  ORDERLY_ERASURE_SETTLE_SECONDS
                     how long orders are looked for after a request for erasure (default: 60)
  ORDERLY_ALLOWED_ORIGINS    origins whose pages may call the API, separated by commas (default: none)
  ORDERLY_RETRY_SECONDS      delay before a failed message is delivered again (default: 10)
  ORDERLY_MAX_UNPAID_ORDERS  number of unpaid orders that a customer may have (default: no limit)
  ORDERLY_PYTHON             Python to install the emulator with (default: python3)`;

/** The ports of the front door and of the emulator. */
const chosenPorts = () => {
  const port = Number(process.env['ORDERLY_PORT'] ?? 4567);
  if (Number.isInteger(port) && port > 1 && port < 65_536) return { port, emulatorPort: port - 1 };
  throw new Problem(
    `ORDERLY_PORT must be a port number from 2 to 65535, but is "${process.env['ORDERLY_PORT']}".`,
  );
};

/** @throws Problem if an emulator of an earlier start is running */
const refuseSecondStart = async (given: string | undefined) => {
  const { emulator, frontDoor } = await stillRunning();
  await removeLeftovers();
  if (emulator && !given) {
    const where = frontDoor ? frontDoorUrl(frontDoor.port) : emulator.endpoint;
    throw new Problem(`Orderly is already running at ${where}. Stop it first:\n  npm stop`);
  }
  // The front door of an earlier start on the same emulator is replaced.
  if (frontDoor) await stopFrontDoorProcess(frontDoor);
};

/** @throws Problem if another program uses the front door's port */
const refuseTakenPort = async (port: number) => {
  if (!(await portIsFree(port))) throw new Problem(portIsTaken(port, false));
};

/** Starts an emulator, and installs it first if necessary. */
const ownEmulator = async (step: Steps, port: number): Promise<Emulator> => {
  if (!pythonPackagesAreInstalled('requirements')) {
    await step('Installing the emulator (MiniStack)', () => installPythonPackages('requirements'));
  }
  const emulator = await step(`Starting the emulator on port ${port}`, () =>
    startEmulator({ port, iam: 'enforced', logFile: localFile('logs', 'emulator.log') }),
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

const farewell = (stack: Stack, detach: boolean) => `
Orderly is ready.

  Shop            ${new URL('/', stack.apiUrl).href}
  Operations      ${new URL('/operations/', stack.apiUrl).href} (sign in as Root)
  API             ${stack.apiUrl}
  Documentation   ${stack.apiUrl}/docs/index.html (routes)
                  ${stack.apiUrl}/docs/events/index.html (events)
  Simulators      ${stack.simulatorsUrl ?? 'none'}
  Stack details   ${stackFile}

Try it:

  curl ${stack.apiUrl}/products
  TOKEN=$(npm run -s token -- --sub alice)
  curl -X POST ${stack.apiUrl}/orders \\
    -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first' \\
    -d '{ "items": [{ "productId": "cardamom-bun", "quantity": 2 }] }'

Tokens with other roles: npm run -s token -- --sub bob --role staff (or admin)
${detach ? 'To stop Orderly: npm stop' : 'To stop Orderly, press Ctrl-C.'}
`;

const sayStopped = (exitCode: number) => {
  if (exitCode === 1)
    process.stderr.write('\nThe start failed. Everything that it had started is stopped.\n');
};

/** What this process has started. */
type Started = { emulator: Emulator | undefined; frontDoor: FrontDoor | undefined };

const start = async (detach: boolean): Promise<Started> => {
  const begun = Date.now();
  // Finds a wrong setting now. Otherwise only the synthesis would find it, later.
  checkedSettings('local');
  const given = givenEndpoint();
  if (given && !(await emulatorAnswers(given))) {
    throw new Problem(
      `No emulator answers at AWS_ENDPOINT_URL=${given}. Start the emulator, or unset the variable.`,
    );
  }
  const { port, emulatorPort } = chosenPorts();
  await refuseSecondStart(given);
  // Until the new stack is deployed, other commands say that Orderly is not running.
  rmSync(stackFile, { force: true });
  const installs = !given && !pythonPackagesAreInstalled('requirements');
  const step = numberedSteps(deploymentSteps + 2 + (given ? 0 : 1) + (installs ? 1 : 0));

  const synthesis = beginSynthesis('local');
  const emulator = given ? undefined : await ownEmulator(step, emulatorPort);
  process.once('exit', forgetRunning).once('exit', sayStopped);
  await refuseTakenPort(port);
  const endpoint = given ?? emulator?.endpoint ?? '';
  const { stack, frontDoor } = await deployLocal({
    endpoint,
    synthesis,
    stackFile,
    step,
    frontDoor: { port, emulatorPid: emulator?.pid, logFile: localFile('logs', 'front-door.log') },
  });
  rememberRunning({ emulator, frontDoor });
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
  const tour = await step('Taking the first order through its life', () =>
    withDenials(endpoint, () => walkFirstOrder(stack)),
  );
  process.stdout.write(
    `\n${timeline(tour)}\n${farewell(stack, detach)}Started in ${seconds(Date.now() - begun)}.\n`,
  );
  return { emulator, frontDoor };
};

/** Handles Ctrl-C until everything is ready. Exit hooks stop what was started before. */
const abandon = () => process.exit(130);
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

await runMain(async () => {
  const { values } = parseCommandLine(usage, { detach: { type: 'boolean', default: false } });
  // npm and the terminal can both send the same signal. Without a listener, the second signal would end this
  // process before it has stopped everything.
  for (const signal of signals) process.on(signal, () => {}).on(signal, abandon);
  const { emulator, frontDoor } = await start(values.detach);
  process.off('exit', sayStopped);
  for (const signal of signals) process.off(signal, abandon);
  if (values.detach) {
    process.removeListener('exit', forgetRunning);
    emulator?.release();
    frontDoor?.release();
    return;
  }
  // Only this timer keeps Node running until a signal arrives or the emulator ends.
  const alive = setInterval(() => {}, 60_000);
  const interrupted = Promise.race(signals.map((signal) => once(process, signal)));
  const ended = emulator?.ended.then(() => 'ended');
  const reason = await Promise.race([interrupted, ...(ended ? [ended] : [])]);
  clearInterval(alive);
  process.stdout.write(reason === 'ended' ? '\nThe emulator has stopped.\n' : '\nStopping ...\n');
  frontDoor?.stop();
  await emulator?.stop();
});
