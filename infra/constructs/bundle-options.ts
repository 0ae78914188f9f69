import { basename, join } from 'node:path';
import { build, buildSync, type BuildOptions, type BuildResult } from 'esbuild';

/** Defines `require`. CommonJS dependencies call this function, and an ES module does not have it. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * The code that verifies signed requests. In a bundle, this code is a separate file. The function loads this file when
 * the first signed request arrives. So a function that gets only requests with tokens spends no start-up time and no
 * memory on this code. The field `imports` in package.json maps this name to the source.
 */
export const SIGNED_REQUESTS = '#signed-requests';

/**
 * Returns esbuild's options for a function: one minified ES module that contains all dependencies, including the AWS
 * SDK, but not `SIGNED_REQUESTS`. The command `npm run bench:bundles` uses the same options.
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

/** The files of a bundle, by name. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

const LINK = '//# sourceMappingURL=';

/** Returns a copy of the module in which the last line names `map` as the source map. */
const linkedTo = (map: string, module: Uint8Array): Uint8Array => {
  const code = Buffer.from(module);
  const start = code.lastIndexOf(LINK);
  return start < 0 ? code : Buffer.concat([code.subarray(0, start), Buffer.from(`${LINK}${map}\n`)]);
};

/**
 * Converts a path to a file name. All files that esbuild makes are in one folder, the root, so that the paths in the
 * source maps are relative to the root.
 */
const flat = (path: string): string => path.replace(/\.tsx?$/, '').replaceAll('/', '~');

/** The options of one run of esbuild that makes a separate bundle of each module. */
const runOf = (root: string, modules: readonly string[]): BuildOptions => ({
  ...bundleOptions(root),
  entryPoints: modules.map((path) => ({ in: join(root, path), out: flat(path) })),
  outdir: root,
  outExtension: { '.js': '.mjs' },
  write: false,
});

/**
 * Returns the two files that a run of esbuild has made of the source at `path`: the bundle under the name `name`, and
 * its source map.
 */
const filesOf = ({ outputFiles = [] }: BuildResult, path: string, name: string): BundleFiles => {
  const contentsOf = (file: string): Uint8Array => {
    const built = outputFiles.find((output) => basename(output.path) === file);
    if (built === undefined) throw new Error(`esbuild did not build ${file}`);
    return built.contents;
  };
  return new Map([
    [name, linkedTo(`${name}.map`, contentsOf(`${flat(path)}.mjs`))],
    [`${name}.map`, contentsOf(`${flat(path)}.mjs.map`)],
  ]);
};

const functionsIn = (run: BuildResult, entries: readonly string[]): ReadonlyMap<string, BundleFiles> =>
  new Map(entries.map((entry) => [entry, filesOf(run, entry, 'index.mjs')]));

/**
 * Bundles functions in one run of esbuild. The run parses each source once, however many bundles need it.
 * @param root the folder with the sources.
 * @param entries paths of the modules that export `handler`, relative to `root`.
 * @returns the files of each bundle, by entry. The handler is in `index.mjs`.
 * @throws Error if the sources cannot be bundled.
 */
export const bundleFunctions = (root: string, entries: readonly string[]): ReadonlyMap<string, BundleFiles> =>
  functionsIn(buildSync(runOf(root, entries)), entries);

/** Does what `bundleFunctions` does, but does not block this process. */
export const bundleFunctionsAsync = async (
  root: string,
  entries: readonly string[],
): Promise<ReadonlyMap<string, BundleFiles>> => functionsIn(await build(runOf(root, entries)), entries);

/** The source of `SIGNED_REQUESTS`, and the file that contains it in the bundle of a function. */
export const VERIFIER = 'shared/http/signed-requests.ts';
export const VERIFIER_FILE = 'signed-requests.mjs';

/**
 * Bundles the code that verifies signed requests.
 * @param root the folder with the sources.
 * @returns the files to add to the bundle of each function that accepts signed requests.
 */
export const bundleSignedRequests = (root: string): BundleFiles => {
  const files = filesOf(buildSync(runOf(root, [VERIFIER])), VERIFIER, VERIFIER_FILE);
  const manifest = JSON.stringify({ imports: { [SIGNED_REQUESTS]: `./${VERIFIER_FILE}` } });
  return new Map([...files, ['package.json', new TextEncoder().encode(manifest)]]);
};
