import { gzipSync } from 'node:zlib';
import { analyzeMetafile } from 'esbuild';
import { Problem, runMain } from '../../scripts/console/problem.ts';
import { runSeed } from '../simulation/run-seed.ts';
import { loadInBrowserContext } from './browser-context.ts';
import { bundleForBrowser } from './bundle.ts';

const ENTRY = 'test/simulation/run-seed.ts';
const SEEDS = 20;
/** The maximum size of the bundle after gzip, in bytes. */
const MAX_GZIP_BYTES = 76_000;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;

/**
 * Rethrows an error of the browser context as a Problem, because such an error is not an instance of Node's `Error`.
 */
const failed = (what: string) => (error: unknown) => {
  const text = typeof error === 'object' && error !== null && 'stack' in error ? error.stack : error;
  throw new Problem(
    `${what} in a browser's context: ${String(text)}\n\n` +
      'Use what browsers and Node both have. If a global of browsers is missing, add it to ' +
      'test/browser/browser-context.ts.',
  );
};

/**
 * Bundles the simulation for a browser, and checks that the simulation writes the same trace for a seed there as in
 * Node.
 */
await runMain(async () => {
  const { code, metafile } = await bundleForBrowser(ENTRY);
  const bytes = gzipSync(code).length;
  process.stdout.write(`The simulation for a browser: ${kilobytes(bytes)} compressed by gzip\n`);
  if (bytes > MAX_GZIP_BYTES) {
    const largest = (await analyzeMetafile(metafile)).trim().split('\n').slice(0, 15).join('\n');
    throw new Problem(
      `That is more than ${kilobytes(MAX_GZIP_BYTES)}. Remove an import, or raise MAX_GZIP_BYTES in ` +
        `test/browser/check.ts. The largest files:\n${largest}`,
    );
  }

  const loaded = await loadInBrowserContext(code, 'bundle.mjs').catch(failed('The bundle does not load'));
  const inBrowser = loaded as { readonly runSeed: typeof runSeed };
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const expected = await runSeed(seed);
    const actual = await inBrowser.runSeed(seed).catch(failed(`Seed ${seed} fails`));
    if (actual !== expected) {
      throw new Problem(
        `Seed ${seed} leaves another trace in a browser's context (${actual}) than in Node (${expected}). ` +
          'Look for code that depends on the engine, its globals or its locale.',
      );
    }
  }
  process.stdout.write(`${SEEDS} seeds leave the same trace there as in Node\n`);
});
