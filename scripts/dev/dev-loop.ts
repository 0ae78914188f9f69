import { watch } from 'node:fs';
import { join } from 'node:path';
import { formatMessages, type BuildFailure } from 'esbuild';
import { projectRoot } from '../console/paths.ts';
import { textOf } from '../console/problem.ts';
import { seconds } from '../console/progress.ts';
import type { DevFunction } from './dev-functions.ts';
import type { Redeployer } from './redeploy.ts';
import { importReader, touchedBy } from './touched.ts';

/** How long to wait for further changes, in milliseconds. Editors and git write several files at once. */
const SETTLE_MS = 50;

/** If more functions than this are redeployed, the loop prints their number instead of their names. */
const MANY = 5;

/** The sources of functions and stacks. Vite watches the sources of the pages. */
const watched = ['functions', 'infra', 'shared', 'simulators'];

/**
 * True for a file that describes what is deployed. A change of such a file takes full effect only when the stacks are
 * deployed.
 */
export const describesStacks = (file: string): boolean =>
  /^(infra|shared\/events)\/|^(functions|simulators)\/[^/]+\/api\.ts$/.test(file);

/** What the loop says about functions that were redeployed. */
export const redeployedText = (names: readonly string[], milliseconds: number): string => {
  const short = names.map((name) => name.replace('orderly-local-', ''));
  const which = short.length > MANY ? `${short.length} functions` : short.join(', ');
  return `Redeployed ${which} in ${seconds(milliseconds)}.`;
};

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

/** What the loop says about an error. */
export const failureText = async (error: unknown): Promise<string> => {
  if (!isBuildFailure(error)) return `Not redeployed. ${textOf(error)}`;
  const errors = await formatMessages(error.errors, { kind: 'error', color: process.stdout.isTTY });
  return `Not redeployed, because the code does not compile:\n\n${errors.join('')}`.trimEnd();
};

/** What the loop does besides redeploying functions. */
export type LoopSteps = {
  say: (line: string) => void;
  /**
   * Deploys the stacks.
   * @returns a callback that lists the Lambda functions of the deployed stacks
   * @throws Problem
   */
  deployStacks: () => Promise<() => readonly DevFunction[]>;
  /**
   * Called after a deployment of the stacks.
   * @param replaced the functions whose code is newer than that of the stacks
   */
  onDeployed: (replaced: readonly string[]) => void;
};

/**
 * Handles batches of changed files. Redeploys the functions whose code has changed. Deploys the stacks if a changed
 * file describes them (`describesStacks`). Errors are printed. A function that could not be redeployed is tried again
 * at the next change.
 */
export const changeHandler = (
  deployed: readonly DevFunction[],
  { redeploy, afterDeployment }: Redeployer,
  { say, deployStacks, onDeployed }: LoopSteps,
) => {
  let functions = deployed;
  let reader: ReturnType<typeof importReader> | undefined;
  let left: readonly string[] = [];
  let jobs: Promise<void> = Promise.resolve();
  let deployment: Promise<void> | undefined;
  let deployAgain = false;

  /** Runs jobs one after another, so that two jobs never change the same function at the same time. */
  const enqueue = (job: () => Promise<void>) => {
    jobs = jobs.then(job).catch(async (error: unknown) => say(await failureText(error)));
    return jobs;
  };

  const closeReader = async () => {
    await (await reader)?.close();
    reader = undefined;
  };

  const redeployTouched = async (files: readonly string[]) => {
    const begun = performance.now();
    const changed = new Set([...left, ...files]);
    left = [...changed];
    reader ??= importReader(functions.map(({ entry }) => entry));
    const imports = await (await reader).read();
    const touched = new Set(
      touchedBy(
        changed,
        functions.map(({ entry }) => entry),
        imports,
      ),
    );
    if (touched.size > MANY) say(`Bundling ${touched.size} functions ...`);
    const names = await redeploy(functions.filter(({ entry }) => touched.has(entry)));
    left = [];
    if (names.length === 0) return;
    say(redeployedText(names, performance.now() - begun));
  };

  const deploy = async () => {
    const begun = performance.now();
    say('What the stacks consist of has changed. Deploying the stacks, which takes about half a minute ...');
    const adopt = await deployStacks();
    await enqueue(async () => {
      functions = adopt();
      await closeReader();
      onDeployed(await afterDeployment(functions));
      say(`Deployed the stacks in ${seconds(performance.now() - begun)}.`);
    });
  };

  const deployOnce = (): Promise<void> => {
    if (deployment !== undefined) {
      deployAgain = true;
      return deployment;
    }
    deployment = deploy()
      .catch((error: unknown) => say(`The stacks are not deployed. ${textOf(error)}`))
      .then(() => {
        deployment = undefined;
        if (!deployAgain) return undefined;
        deployAgain = false;
        return deployOnce();
      });
    return deployment;
  };

  return {
    /** Handles changed files. Paths are relative to the project's root. */
    handle: async (files: readonly string[]): Promise<void> => {
      const redeployed = enqueue(() => redeployTouched(files));
      await Promise.all([redeployed, ...(files.some(describesStacks) ? [deployOnce()] : [])]);
    },
    /** Waits until nothing is being deployed. After that, no changes can be handled. */
    end: async (): Promise<void> => {
      if (deployment !== undefined) say('Waiting until the stacks are deployed ...');
      await deployment;
      await jobs;
      await closeReader();
    },
  };
};

/**
 * Watches the sources, and calls `onChange` with the changed files, relative to the project's root.
 * @returns a function that ends the watching
 */
export const watchSources = (onChange: (files: readonly string[]) => void): (() => void) => {
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watchers = watched.map((folder) =>
    watch(join(projectRoot, folder), { recursive: true }, (_event, file) => {
      if (file === null || !/\.(ts|tsx|json)$/.test(file)) return;
      changed.add(join(folder, file));
      clearTimeout(timer);
      timer = setTimeout(() => {
        const files = [...changed];
        changed = new Set();
        onChange(files);
      }, SETTLE_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
};
