import { addressMutants } from './domain/addresses.ts';
import { insightsMutants } from './domain/insights.ts';
import { inventoryMutants } from './domain/inventory.ts';
import { kernelMutants } from './domain/kernel.ts';
import { moneyMutants } from './domain/money.ts';
import { ordersMutants } from './domain/orders.ts';
import { otherServicesMutants } from './domain/other-services.ts';
import { paymentsMutants } from './domain/payments.ts';
import { providerMoneyMutants } from './domain/provider-money.ts';
import { publicationMutants } from './domain/publications.ts';
import { sharedMutants } from './domain/shared.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in domain rules, use cases, published events, reactions to events, and subscriptions. */
export const domainMutants: readonly UnitMutant[] = [
  ...moneyMutants,
  ...ordersMutants,
  ...paymentsMutants,
  ...providerMoneyMutants,
  ...inventoryMutants,
  ...otherServicesMutants,
  ...insightsMutants,
  ...addressMutants,
  ...publicationMutants,
  ...sharedMutants,
  ...kernelMutants,
];
