import type { BuildOptions } from 'esbuild';

/** Defines `require`, because CommonJS dependencies call it and an ES module does not have it. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * A module of its own beside the function's, loaded when the first signed request arrives. So it costs requests with a
 * token neither start-up time nor memory. package.json says where its source is (`imports`).
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
