import { basename, join } from 'node:path';
import { build, buildSync, type BuildOptions, type BuildResult } from 'esbuild';

/** Defines `require`, because CommonJS dependencies call it and an ES module does not have it. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * The code that verifies signed requests. In a bundle, this code is a separate file, which is loaded when the first
 * signed request arrives. So the code costs requests with a token neither start-up time nor memory. package.json maps
 * the name to the source (`imports`).
 */
export const SIGNED_REQUESTS = '#signed-requests';

/**
 * Returns esbuild's options for a function: one minified ES module that contains everything, including the AWS SDK.
 * The command `npm run bench:bundles` uses the same options.
 * @param root the project's root. Paths in the source map are relative to it.
 */
export const bundleOptions = (root: string): BuildOptions => ({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  banner: { js: banner },
  external: [SIGNED_REQUESTS],
  logLevel: 'error',
});

/** The builds that make the bundle of a function: that of the handler, and that of `SIGNED_REQUESTS` if it needs it. */
const buildsOf = (root: string, entry: string, signed: boolean): readonly BuildOptions[] => {
  const optionsFor = (source: string, name: string): BuildOptions => ({
    ...bundleOptions(root),
    entryPoints: [join(root, source)],
    outfile: join(root, name),
    write: false,
  });
  return [
    optionsFor(entry, 'index.mjs'),
    ...(signed ? [optionsFor('shared/http/signed-requests.ts', 'signed-requests.mjs')] : []),
  ];
};

/** The contents of a bundle's files by name. The handler is in `index.mjs`. */
export type Bundle = ReadonlyMap<string, Uint8Array>;

const bundleOf = (built: readonly BuildResult[], signed: boolean): Bundle => {
  const files = built.flatMap(({ outputFiles = [] }) =>
    outputFiles.map(({ path, contents }) => [basename(path), contents] as const),
  );
  if (!signed) return new Map(files);
  const manifest = JSON.stringify({ imports: { [SIGNED_REQUESTS]: './signed-requests.mjs' } });
  return new Map([...files, ['package.json', new TextEncoder().encode(manifest)]]);
};

/**
 * Bundles a function.
 * @param root the folder with the sources.
 * @param entry path of the module that exports `handler`, relative to `root`.
 * @param signed whether the function accepts signed requests. If so, the bundle contains `SIGNED_REQUESTS`.
 * @throws Error if the sources cannot be bundled.
 */
export const bundleFunction = (root: string, entry: string, signed: boolean): Bundle =>
  bundleOf(
    buildsOf(root, entry, signed).map((options) => buildSync(options)),
    signed,
  );

/** As `bundleFunction`, but several functions can be bundled at the same time. */
export const bundleFunctionAsync = async (root: string, entry: string, signed: boolean): Promise<Bundle> =>
  bundleOf(await Promise.all(buildsOf(root, entry, signed).map((options) => build(options))), signed);
