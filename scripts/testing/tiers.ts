/** A tier of tests. Tiers run in the order of the list below. */
export type Tier = {
  /** Folder under `test/`, and project in jest.config.mjs if Jest runs it. */
  name: string;
  /** What the tests need: an emulator (`endpoint`), or an emulator with Orderly deployed to it (`stack`). */
  needs: 'nothing' | 'endpoint' | 'stack';
  /** Number of parallel test files. The emulator is a single process, so more workers do not help. */
  workers: number;
  /**
   * If a worker uses more memory than this when a test file has ended, a new worker replaces it. Node does not free the
   * modules of a file that has ended. Without a limit, the heap fills up, and the tests become slower and slower.
   */
  workerMemory?: string;
  /** What runs the tests. Playwright runs those that need a browser. */
  runner: 'jest' | 'playwright';
};

export const tiers: readonly Tier[] = [
  { name: 'unit', needs: 'nothing', workers: 2, runner: 'jest' },
  // Most files load the AWS CDK and synthesise stacks, so the memory of a worker grows fast.
  { name: 'infra', needs: 'nothing', workers: 2, workerMemory: '1500MB', runner: 'jest' },
  // The simulations use all cores themselves.
  { name: 'simulation', needs: 'nothing', workers: 1, runner: 'jest' },
  { name: 'contract', needs: 'endpoint', workers: 2, runner: 'jest' },
  // One file at a time, because some files kill Lambda workers or make the payment gateway fail.
  { name: 'integration', needs: 'stack', workers: 1, runner: 'jest' },
  { name: 'pages', needs: 'stack', workers: 1, runner: 'playwright' },
];

/**
 * Settings of the tests' stack. Its time limits are so short that a test can wait until an unpaid order expires. They
 * are long enough to pay an order in time on a busy machine. An environment variable of the same name overrides a time
 * limit.
 */
export const testSettings: Readonly<Record<string, string>> = {
  ORDERLY_PAYMENT_WINDOW_SECONDS: process.env['ORDERLY_PAYMENT_WINDOW_SECONDS'] ?? '12',
  ORDERLY_CLOSURE_GRACE_SECONDS: process.env['ORDERLY_CLOSURE_GRACE_SECONDS'] ?? '4',
  ORDERLY_STOCK_ANSWER_SECONDS: process.env['ORDERLY_STOCK_ANSWER_SECONDS'] ?? '4',
  ORDERLY_ERASURE_SETTLE_SECONDS: process.env['ORDERLY_ERASURE_SETTLE_SECONDS'] ?? '5',
  // A test invokes the canary. This schedule is so slow that the canary does not run by itself during the tests.
  ORDERLY_CANARY_MINUTES: '1440',
  ORDERLY_ALLOWED_ORIGINS: 'https://shop.test,https://desk.test',
};
