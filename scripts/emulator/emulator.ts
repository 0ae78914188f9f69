import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, killGroup, tailOf } from '../console/child-process.ts';
import { projectRoot } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';
import { createAccess, emulatorEnvironment, endpointOf, enforcesIam, removeAccess } from './access.ts';
import { portIsFree } from './free-port.ts';
import { forgetSaved, isSaved } from './saved-data.ts';
import { serverProgram, venvProgram } from './python.ts';
import { portIsTaken } from './taken-port.ts';

const readinessTimeout = 60_000;
const terminationTimeout = 3_000;
/**
 * How long to wait until a killed process no longer exists. A killed process stays in the process table until another
 * process reaps it. This may never happen, so the waiting must have a limit.
 */
const killTimeout = 1_000;
/**
 * How long an emulator may take until its functions have ended and everything is saved
 * (scripts/emulator/keep_state.py).
 */
const savingTimeout = 60_000;

/** What another process needs to know to stop an emulator. */
export type EmulatorProcess = {
  pid: number;
  port: number;
  endpoint: string;
  /** The folder of the emulator's temporary files. */
  folder: string;
  /** The folder in which the emulator saves its data when it stops. Absent if the emulator saves no data. */
  data?: string | undefined;
};

export type Emulator = EmulatorProcess & {
  /** Resolves when the server has ended, for any reason. */
  ended: Promise<void>;
  /** Keeps the emulator running after this process ends, until `npm stop`. */
  release: () => void;
  /** See `stopEmulatorProcess`. Idempotent. */
  stop: () => Promise<Stopped>;
};

/**
 * The complete environment of the server. Its Lambda workers inherit it, so most of the caller's variables are left
 * out: for example, NODE_OPTIONS or AWS_PROFILE would change what the functions do.
 */
const serverEnvironment = (
  port: number,
  endpoint: string,
  { folder, data }: Pick<EmulatorProcess, 'folder' | 'data'>,
  overrides: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv => ({
  ...emulatorEnvironment(endpoint),
  PATH: [join(projectRoot, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
  HOME: folder,
  LANG: 'C.UTF-8',
  TMPDIR: folder,
  S3_DATA_DIR: join(data ?? folder, 's3'),
  STATE_DIR: join(data ?? folder, 'state'),
  ...(data && { PERSIST_STATE: '1', S3_PERSIST: '1' }),
  GATEWAY_PORT: String(port),
  BIND_HOST: '127.0.0.1',
  IOT_MTLS_ENABLED: '0',
  LOG_LEVEL: process.env['ORDERLY_EMULATOR_LOG_LEVEL'] ?? 'WARNING',
  ...overrides,
});

/** Removes the files of an emulator that has ended. */
export const removeFiles = ({ folder, port }: Pick<EmulatorProcess, 'folder' | 'port'>) => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  removeAccess(port);
};

/**
 * The status of a response over TLS. This function uses `node:https`, because `fetch` has no option for certificates.
 */
const statusOverTls = (url: string, signal: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    // The certificate is not verified, because its file may have been deleted. The request contains no secret.
    get(url, { rejectUnauthorized: false, signal, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once('error', reject);
  });

/** True if an emulator responds at this endpoint. MiniStack and LocalStack both have the path below. */
export const emulatorAnswers = (endpoint: string): Promise<boolean> =>
  answersAt(endpoint, '/_localstack/health');

/** True if the emulator at this endpoint is MiniStack, which has WebSocket APIs. LocalStack's free images have none. */
export const hasWebSockets = (endpoint: string): Promise<boolean> =>
  answersAt(endpoint, '/_ministack/health');

const answersAt = async (endpoint: string, path: string): Promise<boolean> => {
  const url = `${endpoint}${path}`;
  const signal = AbortSignal.timeout(2_000);
  try {
    if (enforcesIam(endpoint)) return (await statusOverTls(url, signal)) === 200;
    return (await fetch(url, { signal })).ok;
  } catch {
    return false;
  }
};

/** The emulator ended during its start. */
export class EmulatorEnded extends Problem {
  override name = 'EmulatorEnded';
}

/**
 * Starts an emulator on a loopback port and waits until it responds. The Python packages must already be installed
 * (`installPythonPackages('requirements')`).
 *
 * @param port where the emulator listens
 * @param iam whether every call needs a signature, and the caller's role needs permission for the call. If so, the
 *   emulator uses TLS
 * @param logFile where the server's output goes
 * @param data where the emulator saves its data when it stops, and finds its data when it starts; by default, the data
 *   is lost when the emulator ends
 * @param env variables to add or override, for the server and its Lambda workers
 * @throws EmulatorEnded if the emulator ends during its start, for example because it cannot read its data
 * @throws Problem if the port is taken, or if the emulator is not ready within a minute
 */
export const startEmulator = async (options: {
  port: number;
  iam: 'enforced' | 'off';
  logFile: string;
  data?: string;
  env?: NodeJS.ProcessEnv;
}): Promise<Emulator> => {
  const { port, iam, logFile, data, env } = options;
  const endpoint = endpointOf(port, iam === 'enforced');
  if (!(await portIsFree(port))) throw new Problem(portIsTaken(port, await emulatorAnswers(endpoint)));
  const access = iam === 'enforced' ? await createAccess(port) : {};
  const folder = mkdtempSync(join(tmpdir(), 'orderly-emulator-'));
  const log = openSync(logFile, 'w');
  // The server and its Lambda workers form one process group, so that one signal reaches all of them.
  const child = spawn(venvProgram('python'), [serverProgram], {
    cwd: folder,
    env: serverEnvironment(port, endpoint, { folder, data }, { ...access, ...env }),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const started = { pid: child.pid ?? 0, port, endpoint, folder, ...(data && { data }) };
  // The emulator ends with this process, unless it was released.
  const killNow = () => {
    killGroup(child.pid, 'SIGKILL');
    removeFiles(started);
  };
  process.once('exit', killNow);
  const release = () => {
    process.off('exit', killNow);
    child.unref();
  };
  const stop = async () => {
    const stopped = await stopEmulatorProcess(started);
    process.off('exit', killNow);
    return stopped;
  };

  const deadline = Date.now() + readinessTimeout;
  while (isRunning() && Date.now() < deadline) {
    if (await emulatorAnswers(endpoint)) return { ...started, ended, release, stop };
    await pause(100);
  }
  const hasEnded = !isRunning();
  // The emulator is killed at once, because an emulator that did not start has nothing to save.
  killNow();
  process.off('exit', killNow);
  const tail = `The end of its log (${logFile}):\n\n${tailOf(logFile, 20)}`;
  if (hasEnded) throw new EmulatorEnded(`The emulator stopped during its start. ${tail}`);
  throw new Problem(`The emulator was not ready within a minute. ${tail}`);
};

/** Waits until a condition holds, at most for this many milliseconds. */
const until = async (holds: () => boolean, milliseconds: number): Promise<void> => {
  const deadline = Date.now() + milliseconds;
  while (!holds() && Date.now() < deadline) await pause(50);
};

/** How an emulator ended: with its data saved, with unsaved data, or without data to save. */
export type Stopped = 'saved' | 'not saved' | 'nothing to save';

/**
 * Stops an emulator and removes its temporary files. An emulator that keeps its data waits until no function runs, for
 * at most half a minute, and then saves. Lambda workers can outlive the server, so the rest of its process group is
 * killed.
 */
export const stopEmulatorProcess = async (emulator: EmulatorProcess): Promise<Stopped> => {
  const { pid, data } = emulator;
  // If the emulator has ended already, for example because of "npm stop" in another terminal, its data stays as it is.
  if (isAlive(pid)) {
    if (data !== undefined) forgetSaved(data);
    // Workers get no signal, so functions can end what they have begun.
    process.kill(pid, 'SIGTERM');
  }
  const isDone = () => !isAlive(pid) || (data !== undefined && isSaved(data));
  await until(isDone, data === undefined ? terminationTimeout : savingTimeout);
  killGroup(pid, 'SIGKILL');
  await until(() => !isAlive(pid), killTimeout);
  removeFiles(emulator);
  if (data === undefined) return 'nothing to save';
  return isSaved(data) ? 'saved' : 'not saved';
};
