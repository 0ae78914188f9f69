/** The tiers of tests, in the order in which they run: what is quick to fail comes first. */
export type Tier = {
  /** Folder under `test/` and project in jest.config.mjs. */
  name: string;
  /** What has to run for it: an emulator (`endpoint`), or one with Orderly deployed to it (`stack`). */
  needs: 'nothing' | 'endpoint' | 'stack';
  /** Test files that run at a time; the emulator is one process, which more of them would only slow down. */
  workers: number;
};

export const tiers: readonly Tier[] = [
  { name: 'unit', needs: 'nothing', workers: 2 },
  { name: 'infra', needs: 'nothing', workers: 1 },
  // Its campaigns use all cores by themselves.
  { name: 'simulation', needs: 'nothing', workers: 1 },
  { name: 'contract', needs: 'endpoint', workers: 2 },
  // One file at a time: some make the gateway misbehave, or kill workers, and that befalls everybody.
  { name: 'integration', needs: 'stack', workers: 1 },
];

/**
 * Periods of the stack that the integration tier deploys: short, or nobody would wait for an order to
 * expire; long enough for an order to be paid in time on a busy machine. The environment overrides each.
 */
export const testPeriods: Readonly<Record<string, string>> = {
  ORDERLY_PAYMENT_WINDOW_SECONDS: process.env['ORDERLY_PAYMENT_WINDOW_SECONDS'] ?? '12',
  ORDERLY_CLOSURE_GRACE_SECONDS: process.env['ORDERLY_CLOSURE_GRACE_SECONDS'] ?? '4',
  ORDERLY_STOCK_ANSWER_SECONDS: process.env['ORDERLY_STOCK_ANSWER_SECONDS'] ?? '4',
};
