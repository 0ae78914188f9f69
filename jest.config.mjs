// Functions under test write no logs and no metrics: a test's output is what it says itself.
process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

/**
 * One Jest project per test tier; `scripts/test.ts` runs them and gives the tiers that need it an emulator.
 *
 * Sources are TypeScript modules that import each other with their `.ts` extension, so nothing has to be
 * mapped: swc only strips types and compiles JSX (Node needs `--experimental-vm-modules` for ES modules inside Jest).
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

/** `npm run mutants -- --unit` plants a bug in one file before it is compiled. */
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
  projects: ['unit', 'simulation', 'contract', 'infra', 'integration'].map(project),
  testTimeout: 180_000,
};
