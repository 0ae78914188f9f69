import { readStackFile, type Stack } from '../../scripts/deployment/stack-file.ts';
import { testEnvironment } from './environment.ts';

export type { Stack };

/** The Orderly that `npm test` deployed for the integration tier. */
export const deployedStack = (): Stack => readStackFile(testEnvironment('ORDERLY_TEST_STACK'));
