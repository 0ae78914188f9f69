import { readEnv, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { outboxOf } from '../../../shared/messaging/relay.ts';
import { relayHandler } from '../../../shared/messaging/relay-handler.ts';
import { stockMovementOf } from '../adapters/stock-movement.ts';
import { stockLowEnvelopes } from '../outbox.ts';

const env = readEnv({ STOCK_LOW_THRESHOLD: wholeNumber });
const stockLow = stockLowEnvelopes(env.STOCK_LOW_THRESHOLD, systemClock);

/** What inventory publishes: outboxes, and StockLow where a stock item's level fell. */
export const handler = relayHandler('inventory', (change) => {
  const movement = stockMovementOf(change);
  return movement === undefined ? outboxOf(change) : stockLow(movement);
});
