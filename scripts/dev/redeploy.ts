import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import {
  bundleFunctionsAsync,
  bundleSignedRequests,
  VERIFIER_FILE,
  type BundleFiles,
} from '../../infra/constructs/bundle-options.ts';
import { inParallel } from '../console/in-parallel.ts';
import { projectRoot } from '../console/paths.ts';
import type { DevFunction } from './dev-functions.ts';

/** How many functions are bundled and sent at the same time. */
const PARALLEL = 4;

/** The files in a folder, by their paths. */
const filesIn = (folder: string): BundleFiles =>
  new Map(
    globSync('**', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)]),
  );

const send = (lambda: LambdaClient, name: string, files: BundleFiles) =>
  // The code is not compressed, because the emulator is on this machine.
  lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: name,
      ZipFile: zipSync(Object.fromEntries(files), { level: 0 }),
    }),
  );

/**
 * Runs `run` for each function, at most `PARALLEL` at a time.
 * @returns the results in the order of the functions
 */
const forEach = <Result>(
  functions: readonly DevFunction[],
  run: (one: DevFunction) => Promise<Result>,
): Promise<Result[]> => inParallel(functions.length, PARALLEL, (n) => run(functions[n] as DevFunction));

/** Gives functions the code that the stacks deploy. */
export const deployBundles = async (
  lambda: LambdaClient,
  functions: readonly DevFunction[],
): Promise<void> => {
  await forEach(functions, ({ name, bundle }) => send(lambda, name, filesIn(bundle)));
};

/** Keeps functions up to date with their sources. */
export type Redeployer = {
  /**
   * Bundles functions with the options of the stacks. Sends the new code of each function that currently runs other
   * code.
   * @returns the names of the functions whose code was sent
   * @throws esbuild's `BuildFailure` if the code of a function does not compile. In this case no code is sent.
   */
  redeploy: (functions: readonly DevFunction[]) => Promise<readonly string[]>;
  /**
   * Sends the newer code of functions again, because a deployment of the stacks may have replaced it by older code.
   * @returns the names of the functions whose code is not what the stacks deploy
   */
  afterDeployment: (functions: readonly DevFunction[]) => Promise<readonly string[]>;
};

/** True if two bundles run the same code. Source maps change with each comment, so they do not count. */
const isSameCode = (made: BundleFiles, other: BundleFiles): boolean =>
  [...made].every(
    ([file, content]) =>
      file.endsWith('.map') || Buffer.compare(content, other.get(file) ?? Buffer.of()) === 0,
  );

/** @param beforeSend called with the name of each function before its code is replaced */
export const redeployer = (lambda: LambdaClient, beforeSend: (name: string) => void): Redeployer => {
  /** The code that was sent, by the function's name. All other functions run the code that the stacks deploy. */
  const sent = new Map<string, BundleFiles>();
  return {
    redeploy: async (functions) => {
      const bundles = await bundleFunctionsAsync(
        projectRoot,
        functions.map(({ entry }) => entry),
      );
      let verifier: BundleFiles | undefined;
      const names = await forEach(functions, async ({ name, entry, bundle }) => {
        const deployed = filesIn(bundle);
        if (deployed.has(VERIFIER_FILE)) verifier ??= bundleSignedRequests(projectRoot);
        const more = deployed.has(VERIFIER_FILE) ? (verifier ?? []) : [];
        const made: BundleFiles = new Map([...(bundles.get(entry) ?? []), ...more]);
        if (isSameCode(made, sent.get(name) ?? deployed)) return [];
        beforeSend(name);
        await send(lambda, name, new Map([...deployed, ...made]));
        sent.set(name, made);
        return [name];
      });
      return names.flat().toSorted();
    },

    afterDeployment: async (functions) => {
      const names = await forEach(functions, async ({ name, bundle }) => {
        const code = sent.get(name);
        if (code === undefined) return [];
        const deployed = filesIn(bundle);
        if (isSameCode(code, deployed)) {
          sent.delete(name);
          return [];
        }
        await send(lambda, name, new Map([...deployed, ...code]));
        return [name];
      });
      return names.flat();
    },
  };
};
