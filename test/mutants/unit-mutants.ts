import { adapterMutants } from './adapters.ts';
import { domainMutants } from './domain.ts';
import { htmlMutants } from './html.ts';
import { shellMutants } from './shells.ts';
import { simulatorMutants } from './simulators.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** All bugs that the unit tests must notice. */
export const unitMutants: readonly UnitMutant[] = [
  ...domainMutants,
  ...shellMutants,
  ...adapterMutants,
  ...htmlMutants,
  ...simulatorMutants,
];
