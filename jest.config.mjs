// Functions under test write no logs and no metrics, so that the output contains only test results.
process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

/**
 * One Jest project for each tier of tests except `pages`, which Playwright runs. `scripts/test.ts` runs the tiers, and
 * starts an emulator for tiers that need one.
 *
 * swc strips the types and compiles JSX. Imports have the extension `.ts`, so Jest needs no mapping of module names.
 * Node needs `--experimental-vm-modules` for ES modules inside Jest.
 */
const swc = (jsc) => ({
  jsc: { target: 'es2024', ...jsc },
  module: { type: 'es6' },
  sourceMaps: 'inline',
});
const ts = swc({ parser: { syntax: 'typescript' } });
const tsx = swc({
  parser: { syntax: 'typescript', tsx: true },
  transform: { react: { runtime: 'automatic', importSource: 'preact' } },
});

/** For `npm run mutants -- --unit`, this transform plants a bug in one file before swc compiles it. */
const transform = process.env.ORDERLY_MUTANT === undefined ? '@swc/jest' : '<rootDir>/test/mutants/plant.mjs';

const project = (name) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/test'],
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.ts$': [transform, ts], '^.+\\.tsx$': [transform, tsx] },
  injectGlobals: false,
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local', '<rootDir>/.venv'],
});

export default {
  projects: [
    ...['unit', 'simulation', 'contract', 'integration'].map(project),
    { ...project('infra'), globalSetup: '<rootDir>/test/infra/setup.mjs' },
  ],
  // Jest has no option of the command line for this.
  workerIdleMemoryLimit: process.env.ORDERLY_WORKER_MEMORY,
  // Ends only tests that hang: it is much longer than any test takes, even on a slow machine.
  testTimeout: 900_000,
};
