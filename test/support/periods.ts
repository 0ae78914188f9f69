import { testEnvironment } from './environment.ts';

/** The time limits for orders in the stack under test, in seconds. */
export type Periods = {
  paymentWindowSeconds: number;
  closureGraceSeconds: number;
  stockAnswerSeconds: number;
};

/** Reads the time limits from the environment. scripts/testing/tiers.ts sets them. */
export const deployedPeriods = (): Periods => ({
  paymentWindowSeconds: Number(testEnvironment('ORDERLY_PAYMENT_WINDOW_SECONDS')),
  closureGraceSeconds: Number(testEnvironment('ORDERLY_CLOSURE_GRACE_SECONDS')),
  stockAnswerSeconds: Number(testEnvironment('ORDERLY_STOCK_ANSWER_SECONDS')),
});
