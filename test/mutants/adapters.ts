import { messageMutants } from './adapter-messages.ts';
import { providerMutants } from './adapter-payments.ts';
import { stockMutants } from './adapter-stock.ts';
import { storeMutants } from './adapter-stores.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in adapters: their requests to AWS and payment providers, and how they read the responses. */
export const adapterMutants: readonly UnitMutant[] = [
  ...storeMutants,
  ...stockMutants,
  ...messageMutants,
  ...providerMutants,
];
