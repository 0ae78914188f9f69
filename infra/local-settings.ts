import { CANARY_MINUTES } from './setting-fields.ts';
import { countFrom, minutesFrom, type Environment } from './stage-environment.ts';
import type { StageSettings } from './stage-types.ts';

/**
 * The local stage does not limit unpaid orders unless the environment sets a limit, because load tests place hundreds
 * of orders for one customer.
 */
export const localUnpaidLimit = (env: Environment): Pick<StageSettings, 'maxUnpaidOrders'> => {
  const maxUnpaidOrders = countFrom(env, 'ORDERLY_MAX_UNPAID_ORDERS', 99);
  return maxUnpaidOrders === undefined ? {} : { maxUnpaidOrders };
};

/** The local stage has a canary only if `ORDERLY_CANARY_MINUTES` is set. */
export const localCanary = (env: Environment): Pick<StageSettings, 'canaryMinutes'> => {
  const canaryMinutes = minutesFrom(env, 'ORDERLY_CANARY_MINUTES', CANARY_MINUTES);
  return canaryMinutes === undefined ? {} : { canaryMinutes };
};
