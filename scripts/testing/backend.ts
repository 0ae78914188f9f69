import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFile } from '../console/paths.ts';
import { numberedSteps } from '../console/progress.ts';
import { beginSynthesis, deployLocal, deploymentSteps } from '../deployment/deploy-local.ts';
import { deniedCalls, type DeniedCall } from '../emulator/denied-calls.ts';
import { accessTo } from '../emulator/access.ts';
import { recordedCalls, recordedCallsFile, recordedEventsFile } from '../emulator/recorded-calls.ts';
import { startEmulator, type Emulator } from '../emulator/emulator.ts';
import type { FrontDoor } from '../front-door/front-door.ts';
import { freePort } from '../emulator/free-port.ts';
import { functionLogs } from '../emulator/function-logs.ts';
import { installPythonPackages } from '../emulator/python.ts';
import { deployedFunctions } from '../grants/deployed-functions.ts';
import { grantExceptions } from '../grants/exceptions.ts';
import { judgeGrants, type Judgement } from '../grants/judge.ts';
import type { InsightsAudit } from '../audit/insights-books.ts';
import { allowances } from '../leaks/allowances.ts';
import { judgeLeaks, type LeakJudgement } from '../leaks/judge.ts';
import { secretsOf, tracesOfRun } from '../leaks/read-run.ts';
import { auditedInsights, tamperedFile } from './insights-check.ts';
import { testSettings, type Tier } from './tiers.ts';

const emulatorLog = localFile('logs', 'test-emulator.log');
const functionLogFolder = localFile('logs', 'test-functions');

/** The emulator that several tiers (kinds of tests) share. It starts when the first of these tiers needs it. */
export type Backend = {
  /**
   * Starts the emulator and deploys the stacks, if this tier needs them. Returns environment variables for the tests of
   * the tier.
   */
  provide: (tier: Tier) => Promise<NodeJS.ProcessEnv>;
  /** The calls that IAM has denied to functions. A denied call fails the tier, even if its tests passed. */
  deniedCalls: () => Promise<readonly DeniedCall[]>;
  /**
   * Compares the permissions of the deployed functions with the calls that the functions have made since the emulator
   * started.
   */
  judgeGrants: () => Promise<Judgement>;
  /** Looks for personal data and secrets in tables, dead letters, published events and log lines of functions. */
  judgeLeaks: () => Promise<LeakJudgement>;
  /**
   * Compares the insights service's data with the other services' tables, and with rows that are rebuilt from all
   * published events.
   */
  judgeInsights: () => Promise<InsightsAudit>;
  /** Writes the functions' logs to files. Returns a line with the folder of the logs. */
  keepLogs: () => Promise<string | undefined>;
  stop: () => Promise<void>;
};

const startBareEmulator = async (): Promise<Emulator> => {
  await installPythonPackages('requirements');
  for (const file of [recordedCallsFile, recordedEventsFile, tamperedFile]) rmSync(file, { force: true });
  return startEmulator({
    port: await freePort(),
    iam: 'enforced',
    logFile: emulatorLog,
    env: {
      ORDERLY_RECORDED_CALLS: recordedCallsFile,
      ORDERLY_RECORDED_EVENTS: recordedEventsFile,
      ORDERLY_REPEATED_EVENTS: process.env['ORDERLY_REPEATED_EVENTS'] ?? '',
    },
  });
};

/** Starts the emulator and deploys the stacks only once, whatever the order of tiers. */
export const testBackend = (): Backend => {
  let emulator: Emulator | undefined;
  let stack: string | undefined;
  let frontDoor: FrontDoor | undefined;

  const deploy = async ({ endpoint, pid }: Emulator) => {
    process.stdout.write('\nDeploying Orderly for the tests:\n');
    const stackFile = localFile('test-stack.json');
    const synthesis = beginSynthesis('test', testSettings);
    const deployed = await deployLocal({
      endpoint,
      synthesis,
      stackFile,
      step: numberedSteps(deploymentSteps),
      frontDoor: {
        port: await freePort(),
        emulatorPid: pid,
        logFile: localFile('logs', 'test-front-door.log'),
      },
    });
    frontDoor = deployed.frontDoor;
    return stackFile;
  };

  return {
    provide: async (tier) => {
      if (tier.needs === 'nothing') return {};
      emulator ??= await startBareEmulator();
      if (tier.needs === 'stack') stack ??= await deploy(emulator);
      return {
        ORDERLY_TEST_ENDPOINT: emulator.endpoint,
        // The tests call `fetch`, and `fetch` has no option for a certificate.
        NODE_EXTRA_CA_CERTS: accessTo(emulator.endpoint).certificateFile,
        ORDERLY_TEST_EMULATOR_PID: String(emulator.pid),
        ORDERLY_TEST_TAMPERED_FILE: tamperedFile,
        ...(stack && { ORDERLY_TEST_STACK: stack, ...testSettings }),
      };
    },

    deniedCalls: async () => (emulator && stack ? deniedCalls(emulator.endpoint) : []),

    judgeGrants: async () => {
      if (!emulator || !stack) throw new Error('Orderly is not deployed.');
      const functions = await deployedFunctions(emulator.endpoint, 'local');
      return judgeGrants(functions, recordedCalls(recordedCallsFile), grantExceptions);
    },

    judgeLeaks: async () => {
      if (!emulator || !stack) throw new Error('Orderly is not deployed.');
      const { endpoint } = emulator;
      return judgeLeaks(tracesOfRun(endpoint, recordedEventsFile), await secretsOf(endpoint), allowances);
    },

    judgeInsights: async () => {
      if (!stack) throw new Error('Orderly is not deployed.');
      return auditedInsights(stack, recordedEventsFile);
    },

    keepLogs: async () => {
      if (!emulator) return undefined;
      rmSync(functionLogFolder, { recursive: true, force: true });
      mkdirSync(functionLogFolder, { recursive: true });
      const lines = await functionLogs(emulator.endpoint).catch(() => []);
      for (const [group, its] of Map.groupBy(lines, (line) => line.logGroup)) {
        const file = join(functionLogFolder, `${group.replaceAll('/', '_').replace(/^_/, '')}.log`);
        writeFileSync(
          file,
          its.map(({ at, message }) => `${new Date(at).toISOString()} ${message}\n`).join(''),
        );
      }
      return `Logs: ${emulatorLog} (emulator), ${functionLogFolder}/ (functions)`;
    },

    stop: async () => {
      frontDoor?.stop();
      await emulator?.stop();
    },
  };
};
