import { readStackFile, type Stack } from '../../scripts/deployment/stack-file.ts';
import { testEnvironment } from './environment.ts';

export type { Stack };

/** The stack that `npm test` deployed for the integration tests. */
export const deployedStack = (): Stack => readStackFile(testEnvironment('ORDERLY_TEST_STACK'));
