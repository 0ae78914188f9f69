/** A tier of tests. Tiers run in the order of the list below, the quickest first. */
export type Tier = {
  /** Folder under `test/` and project in jest.config.mjs. */
  name: string;
  /** What the tests need: an emulator (`endpoint`), or an emulator with Orderly deployed to it (`stack`). */
  needs: 'nothing' | 'endpoint' | 'stack';
  /** Number of parallel test files. The emulator is a single process, so more workers do not help. */
  workers: number;
};

export const tiers: readonly Tier[] = [
  { name: 'unit', needs: 'nothing', workers: 2 },
  { name: 'infra', needs: 'nothing', workers: 1 },
  // The simulations use all cores themselves.
  { name: 'simulation', needs: 'nothing', workers: 1 },
  { name: 'contract', needs: 'endpoint', workers: 2 },
  // One file at a time, because some files make the payment gateway fail or kill Lambda workers.
  { name: 'integration', needs: 'stack', workers: 1 },
];

/**
 * Time limits of the integration stack: short enough to wait for an order to expire, and long enough to pay an
 * order in time on a busy machine. The environment overrides each of them.
 */
export const testPeriods: Readonly<Record<string, string>> = {
  ORDERLY_PAYMENT_WINDOW_SECONDS: process.env['ORDERLY_PAYMENT_WINDOW_SECONDS'] ?? '12',
  ORDERLY_CLOSURE_GRACE_SECONDS: process.env['ORDERLY_CLOSURE_GRACE_SECONDS'] ?? '4',
  ORDERLY_STOCK_ANSWER_SECONDS: process.env['ORDERLY_STOCK_ANSWER_SECONDS'] ?? '4',
};
