import { erasureMutants } from './erasures.ts';
import { fulfilmentMutants } from './fulfilment.ts';
import { insightsMutants } from './insights.ts';
import { inventoryMutants } from './inventory.ts';
import { moneyMutants } from './money.ts';
import type { Mutant } from './mutant.ts';
import { notificationsMutants } from './notifications.ts';
import { ordersMutants } from './orders.ts';
import { paymentsMutants } from './payments.ts';
import { retentionMutants } from './retention.ts';
import { sharedMutants } from './shared.ts';
import { watchdogMutants } from './watchdog.ts';

/** All mutants. `mutants.test.ts` fails unless each of them is found within 2,000 seeds. */
export const mutants: readonly Mutant[] = [
  ...ordersMutants,
  ...watchdogMutants,
  ...inventoryMutants,
  ...paymentsMutants,
  ...moneyMutants,
  ...fulfilmentMutants,
  ...notificationsMutants,
  ...insightsMutants,
  ...erasureMutants,
  ...sharedMutants,
  ...retentionMutants,
];
