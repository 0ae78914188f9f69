import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync, type BuildOptions, type Metafile } from 'esbuild';
import { bundleOptions } from '../../infra/constructs/bundle-options.ts';
import { projectRoot } from '../../scripts/console/paths.ts';
import { clientsAlone, sdkImportsOf } from './sdk-imports.ts';

/** A bundle on disk. Sizes exclude the source map, because Node reads it only when an error is reported. */
export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** A function's bundle, and a bundle of only its SDK clients (undefined if the function uses none). */
export interface BundlePair {
  readonly own: Bundle;
  readonly clients: Bundle | undefined;
  /** Bytes in the function's bundle by npm package, the largest first. `orderly` is our own code. */
  readonly parts: readonly (readonly [string, number])[];
}

type Inputs = Metafile['outputs'][string]['inputs'];

interface Built {
  readonly bundle: Bundle;
  readonly inputs: Inputs;
}

/**
 * Bundles each module into its own file in a folder, in one run of esbuild.
 * @returns the bundles, in the order of `modules`
 */
const buildAll = (
  modules: readonly string[],
  folder: string,
  options: BuildOptions = {},
): readonly Built[] => {
  const { metafile } = buildSync({
    ...bundleOptions(projectRoot),
    entryPoints: modules.map((path, index) => ({ in: path, out: String(index) })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    metafile: true,
    ...options,
  });
  const outputs = Object.entries(metafile?.outputs ?? {}).map(
    ([path, { inputs }]) => [basename(path), inputs] as const,
  );
  const inputsOf = new Map(outputs);
  return modules.map((_, index) => {
    const inputs = inputsOf.get(`${index}.mjs`);
    if (inputs === undefined) throw new Error(`esbuild did not write ${index}.mjs`);
    const file = join(folder, `${index}.mjs`);
    const code = readFileSync(file);
    return { bundle: { file, bytes: code.length, gzipBytes: gzipSync(code).length }, inputs };
  });
};

const packageOf = (path: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'orderly';

const partsOf = (inputs: Inputs): BundlePair['parts'] => {
  const parts = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    if (bytesInOutput === 0) continue;
    parts.set(packageOf(path), (parts.get(packageOf(path)) ?? 0) + bytesInOutput);
  }
  return [...parts].toSorted(([, one], [, other]) => other - one);
};

/** The source code that creates the SDK clients of a bundle. Undefined if the bundle contains no SDK client. */
const clientsIn = (inputs: Inputs): string | undefined => {
  const modules = Object.entries(inputs)
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && /\.tsx?$/.test(path))
    .map(([path]) => path)
    .filter((path) => !path.includes('node_modules'));
  const imports = sdkImportsOf(projectRoot, modules);
  return imports.size === 0 ? undefined : clientsAlone(imports);
};

/**
 * Bundles each function as it is deployed. Also bundles only the SDK clients of each function, with the same options.
 * @param entries paths of the functions' modules, relative to the project's root
 * @param folder the folder for the bundles, which this function creates
 */
export const buildPairs = (entries: readonly string[], folder: string): readonly BundlePair[] => {
  const own = buildAll(
    entries.map((entry) => join(projectRoot, entry)),
    join(folder, 'functions'),
  );
  const sources = own.map(({ inputs }) => clientsIn(inputs));
  // Many functions use the same clients, so each different source is bundled only once.
  const different = [...new Set(sources.flatMap((source) => source ?? []))];
  const written = join(folder, 'sources');
  mkdirSync(written, { recursive: true });
  const files = different.map((source, index) => {
    const file = join(written, `${index}.mjs`);
    writeFileSync(file, source);
    return file;
  });
  // The sources are outside the project. Without this path, esbuild would not find the packages that they import.
  const nodePaths = [join(projectRoot, 'node_modules')];
  const clients = buildAll(files, join(folder, 'clients'), { nodePaths });
  return own.map(({ bundle, inputs }, index) => ({
    own: bundle,
    clients: clients[different.indexOf(sources[index] ?? '')]?.bundle,
    parts: partsOf(inputs),
  }));
};
