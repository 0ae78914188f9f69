import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { killGroup, tailOf } from '../console/child-process.ts';
import { projectRoot } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';
import { portIsFree } from './free-port.ts';
import { venvProgram } from './python.ts';
import { portIsTaken } from './taken-port.ts';

/** The region of every local stage; the emulators serve any, one name keeps their ARNs alike. */
export const localRegion = 'us-east-1';

const readinessTimeout = 60_000;
const terminationTimeout = 3_000;

/** An emulator that was started, as far as another process needs to know it to stop it. */
export type EmulatorProcess = { pid: number; port: number; endpoint: string; folder: string };

export type Emulator = EmulatorProcess & {
  /** Resolves when the server has ended, whoever ended it. */
  ended: Promise<void>;
  /** Lets it outlive this process, which would otherwise take it along; `npm stop` ends it then. */
  release: () => void;
  /** Kills the server and all its Lambda workers and removes its files; safe to call more than once. */
  stop: () => Promise<void>;
};

/** Environment of a program that talks to an emulator at this endpoint, with dummy credentials. */
export const emulatorEnvironment = (endpoint: string): NodeJS.ProcessEnv => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: localRegion,
  AWS_DEFAULT_REGION: localRegion,
  AWS_EC2_METADATA_DISABLED: 'true',
});

/**
 * The server's whole environment. Its Lambda workers inherit it, so it holds nothing of the caller's but
 * what a program needs to run: a NODE_OPTIONS or an AWS_PROFILE would change what the functions do.
 */
const serverEnvironment = (
  port: number,
  endpoint: string,
  folder: string,
  overrides: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv => ({
  ...emulatorEnvironment(endpoint),
  PATH: [join(projectRoot, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
  HOME: folder,
  LANG: 'C.UTF-8',
  TMPDIR: folder,
  S3_DATA_DIR: join(folder, 's3'),
  STATE_DIR: join(folder, 'state'),
  GATEWAY_PORT: String(port),
  BIND_HOST: '127.0.0.1',
  IOT_MTLS_ENABLED: '0',
  LOG_LEVEL: process.env['ORDERLY_EMULATOR_LOG_LEVEL'] ?? 'WARNING',
  ...overrides,
});

const removeFolder = (folder: string) =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/** True when an emulator answers at this endpoint; both MiniStack and LocalStack know the path. */
export const emulatorAnswers = async (endpoint: string): Promise<boolean> => {
  try {
    const response = await fetch(`${endpoint}/_localstack/health`, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch {
    return false;
  }
};

/**
 * Starts an emulator of its own on a loopback port and waits until it answers. The Python packages must be
 * installed already (`installPythonPackages('requirements')`).
 *
 * @param port where it listens
 * @param logFile gets the server's output
 * @param env what the server and its Lambda workers get besides, or instead: benches put a meter between them
 * @throws Problem when the port is taken, or when it does not become ready within a minute
 */
export const startEmulator = async (options: {
  port: number;
  logFile: string;
  env?: NodeJS.ProcessEnv;
}): Promise<Emulator> => {
  const { port, logFile, env } = options;
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await portIsFree(port))) throw new Problem(portIsTaken(port, await emulatorAnswers(endpoint)));
  const folder = mkdtempSync(join(tmpdir(), 'orderly-emulator-'));
  const log = openSync(logFile, 'w');
  // A process group of its own, which its Lambda workers share, so that one kill reaches them all.
  const child = spawn(venvProgram('python'), ['-m', 'ministack'], {
    cwd: folder,
    env: serverEnvironment(port, endpoint, folder, env),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const started = { pid: child.pid ?? 0, port, endpoint, folder };
  // However this process ends, the emulator does not outlive it unless it was released.
  const killNow = () => {
    killGroup(child.pid, 'SIGKILL');
    removeFolder(folder);
  };
  process.once('exit', killNow);
  const release = () => {
    process.off('exit', killNow);
    child.unref();
  };
  const stop = async () => {
    await stopEmulatorProcess(started);
    process.off('exit', killNow);
  };

  const deadline = Date.now() + readinessTimeout;
  while (isRunning() && Date.now() < deadline) {
    if (await emulatorAnswers(endpoint)) return { ...started, ended, release, stop };
    await pause(100);
  }
  const what = isRunning() ? 'did not become ready within a minute' : 'ended right after its start';
  await stop();
  throw new Problem(`The emulator ${what}. The end of its log (${logFile}):\n\n${tailOf(logFile, 20)}`);
};

/**
 * Stops an emulator by what is known about its process: asks the server to end, then kills whatever is left
 * of its process group (Lambda workers outlive a server that only exits), and removes its temporary files.
 */
export const stopEmulatorProcess = async ({ pid, folder }: EmulatorProcess): Promise<void> => {
  const deadline = Date.now() + terminationTimeout;
  killGroup(pid, 'SIGTERM');
  while (killGroup(pid, 0) && Date.now() < deadline) await pause(50);
  killGroup(pid, 'SIGKILL');
  removeFolder(folder);
};
