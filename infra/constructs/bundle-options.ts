import type { BuildOptions } from 'esbuild';

/** CommonJS dependencies call `require`, which an ES module does not have. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * How a function's code is bundled: one minified ES module that contains everything, including the AWS SDK.
 * `bench:bundles` uses the same options.
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
  logLevel: 'error',
});
