import type { BuildOptions } from 'esbuild';

/** Dependencies that are CommonJS call `require`, which an ES module does not have. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * How a function's code is bundled: one minified ES module with everything in it, the AWS SDK included. `bench:bundles`
 * bundles what it compares with the same way.
 * @param root the project's root, which paths in the source map are relative to.
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
