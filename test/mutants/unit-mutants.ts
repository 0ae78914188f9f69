import { adapterMutants } from './adapters.ts';
import { domainMutants } from './domain.ts';
import { htmlMutants } from './html.ts';
import { shellMutants } from './shells.ts';
import { simulatorMutants } from './simulators.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Every bug that is planted for the unit tests to notice. */
export const unitMutants: readonly UnitMutant[] = [
  ...domainMutants,
  ...shellMutants,
  ...adapterMutants,
  ...htmlMutants,
  ...simulatorMutants,
];
