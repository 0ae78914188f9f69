import { conditionalUpdate } from '../baselines/conditional-update.ts';
import { counterShards } from '../baselines/counter-shards.ts';
import { lock } from '../baselines/lock.ts';
import { optimisticVersion } from '../baselines/optimistic-version.ts';
import type { StepDependencies, StockStep } from '../baselines/stock-step.ts';
import { transactionPerGroup } from '../baselines/transaction-per-group.ts';
import { transactionPerOrder } from '../baselines/transaction-per-order.ts';
import { groupCommitStep } from './group-commit-step.ts';

/** All designs that settle orders, in the order in which the tables of measured figures in the report list them. */
export const steps = {
  lock,
  'optimistic-version': optimisticVersion,
  'conditional-update': conditionalUpdate,
  'transaction-per-order': transactionPerOrder,
  'transaction-per-group': transactionPerGroup,
  'counter-shards': counterShards,
  'group-commit': groupCommitStep,
} as const satisfies Readonly<Record<string, (dependencies: StepDependencies) => StockStep>>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as readonly StepName[];
