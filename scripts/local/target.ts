import { Problem } from '../console/problem.ts';
import { givenEndpoint } from '../emulator/access.ts';
import { emulatorAnswers, hasWebSockets } from '../emulator/emulator.ts';
import { portIsFree } from '../emulator/free-port.ts';
import { removeLeftovers, stillRunning } from '../emulator/running.ts';
import { portIsTaken } from '../emulator/taken-port.ts';
import { frontDoorUrl, stopFrontDoorProcess } from '../front-door/front-door.ts';

/** The part of `--help` about environment variables that all ways to start Orderly have. */
export const environmentHelp = `Environment:
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

/** The ports of the front door (the local proxy in scripts/front-door) and of the emulator. */
const chosenPorts = () => {
  const port = Number(process.env['ORDERLY_PORT'] ?? 4567);
  if (Number.isInteger(port) && port > 1 && port < 65_536) return { port, emulatorPort: port - 1 };
  throw new Problem(
    `ORDERLY_PORT must be a port number from 2 to 65535, but is "${process.env['ORDERLY_PORT']}".`,
  );
};

/** @throws Problem if an emulator of an earlier start is running, and no other emulator is given */
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
export const refuseTakenPort = async (port: number) => {
  if (!(await portIsFree(port))) throw new Problem(portIsTaken(port, false));
};

/** The settings that follow from a given emulator. An emulator without WebSocket APIs gets no live connections. */
export const settingsFor = async (given: string | undefined): Promise<NodeJS.ProcessEnv> =>
  given === undefined || (await hasWebSockets(given)) ? {} : { ORDERLY_LIVE: 'off' };

/**
 * Checks whether Orderly can be started. Ends what an earlier start has left behind.
 * @returns where to start Orderly
 * @throws Problem if Orderly is running, a given emulator does not answer, or a setting or option is wrong
 */
export const checkedTarget = async (fresh: boolean) => {
  const given = givenEndpoint();
  if (given && fresh) {
    throw new Problem(`--fresh deletes data of this folder. AWS_ENDPOINT_URL=${given} has its own data.`);
  }
  if (given && !(await emulatorAnswers(given))) {
    throw new Problem(
      `No emulator answers at AWS_ENDPOINT_URL=${given}. Start the emulator, or unset the variable.`,
    );
  }
  const ports = chosenPorts();
  await refuseSecondStart(given);
  return { given, ...ports };
};

export type Target = Awaited<ReturnType<typeof checkedTarget>>;
