import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in the commands that deploy a stage, and in the checks of its settings. */
export const deploymentMutants: readonly UnitMutant[] = [
  {
    name: 'deployed-stack-unprotected',
    layer: 'infrastructure',
    bug: 'A release that was rolled back takes the termination protection from a stack with data.',
    file: 'scripts/deployment/failed-stacks.ts',
    find: "['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED']",
    replace: "['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'UPDATE_ROLLBACK_COMPLETE']",
    test: 'test/unit/scripts/deployment/failed-stacks.test.ts',
  },
  {
    name: 'missing-settings-ignored',
    layer: 'infrastructure',
    bug: 'A mistyped ORDERLY_SETTINGS deploys a stage without its settings.',
    file: 'infra/settings-file.ts',
    find: "if (!env['ORDERLY_SETTINGS']) return",
    replace: 'return',
    test: 'test/infra/settings-file.test.ts',
  },
  {
    name: 'foreign-certificate-accepted',
    layer: 'infrastructure',
    bug: 'A certificate of another account is noticed only by CloudFormation.',
    file: 'infra/stage-choice.ts',
    find: "return (['account', 'region'] as const)",
    replace: "return (['region'] as const)",
    test: 'test/infra/settings-file.test.ts',
  },
];
