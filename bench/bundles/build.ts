import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** A function's bundle, and a bundle of only its SDK clients (undefined if it uses none). */
export interface BundlePair {
  readonly own: Bundle;
  readonly clients: Bundle | undefined;
  /** Bytes in the function's bundle by npm package, the largest first. `orderly` is our own code. */
  readonly parts: readonly (readonly [string, number])[];
}

type Output = Metafile['outputs'][string];

const bundle = (
  file: string,
  options: BuildOptions,
): { readonly bundle: Bundle; readonly output: Output } => {
  const { metafile } = buildSync({
    ...bundleOptions(projectRoot),
    outfile: file,
    metafile: true,
    ...options,
  });
  const code = readFileSync(file);
  const output = Object.entries(metafile?.outputs ?? {}).find(([path]) => path.endsWith('.mjs'))?.[1];
  if (output === undefined) throw new Error(`esbuild did not write ${file}`);
  return { bundle: { file, bytes: code.length, gzipBytes: gzipSync(code).length }, output };
};

const packageOf = (path: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'orderly';

/**
 * Bundles a function as it is deployed, and its SDK clients alone, with the same options.
 * @param entry path of the function's module, relative to the project's root
 * @param folder where the bundles go; it is created
 */
export const buildPair = (entry: string, folder: string): BundlePair => {
  mkdirSync(folder, { recursive: true });
  const own = bundle(join(folder, 'function.mjs'), { entryPoints: [join(projectRoot, entry)] });
  const kept = Object.entries(own.output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const modules = kept.map(([path]) => path).filter((path) => !path.includes('node_modules'));
  const imports = sdkImportsOf(
    projectRoot,
    modules.filter((path) => /\.tsx?$/.test(path)),
  );

  const parts = new Map<string, number>();
  for (const [path, { bytesInOutput }] of kept) {
    parts.set(packageOf(path), (parts.get(packageOf(path)) ?? 0) + bytesInOutput);
  }
  const stdin = { contents: clientsAlone(imports), resolveDir: projectRoot };
  return {
    own: own.bundle,
    clients: imports.size === 0 ? undefined : bundle(join(folder, 'clients.mjs'), { stdin }).bundle,
    parts: [...parts].toSorted(([, one], [, other]) => other - one),
  };
};
