import type { DeniedCall } from '../emulator/denied-calls.ts';

/** The result of one tier (a kind of tests). `failed` also counts test files that could not run, and failed checks. */
export type TierResult = {
  tier: string;
  passed: number;
  failed: number;
  skipped: number;
  milliseconds: number;
  failures: { file: string; name?: string }[];
  /** Why the tier fails, besides failed tests. */
  reason?: string;
};

/** The result of a tier that could not run. */
export const failedTier = (tier: string, reason: string): TierResult => ({
  tier,
  passed: 0,
  failed: 1,
  skipped: 0,
  milliseconds: 0,
  failures: [],
  reason,
});

/** Adds a failure to the result of a tier, because IAM denied calls of functions. */
export const withDeniedCalls = (result: TierResult, denied: readonly DeniedCall[]): TierResult => ({
  ...result,
  failed: result.failed + 1,
  reason: `IAM denied ${denied.map(({ action }) => action).join(', ')}`,
});
