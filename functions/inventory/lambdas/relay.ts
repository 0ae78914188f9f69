import { readEnv, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { outboxEvents } from '../../../shared/messaging/relay.ts';
import { relayHandler } from '../../../shared/messaging/relay-handler.ts';
import { stockMovementOf } from '../adapters/items.ts';
import { stockLow } from '../publications.ts';

const env = readEnv({ STOCK_LOW_THRESHOLD: wholeNumber });
const lowStock = stockLow(env.STOCK_LOW_THRESHOLD, systemClock);

// Stock items have no outbox. The relay derives the event StockLow from the number of available units before and after.
export const handler = relayHandler('inventory', (change) => {
  const movement = stockMovementOf(change);
  return movement === undefined ? outboxEvents(change) : lowStock(movement);
});
