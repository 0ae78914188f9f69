import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import { onOrderCancelled } from '../on-order-cancelled/on-order-cancelled.ts';
import { onOrderPaid } from '../on-order-paid/on-order-paid.ts';
import { onOrderPreparing } from '../on-order-preparing/on-order-preparing.ts';
import { fulfilmentOutbox } from '../outbox.ts';

const env = readEnv({ TABLE_NAME: text });

const dependencies = {
  tickets: dynamoTicketStore(documentClient, env.TABLE_NAME),
  toEnvelopes: fulfilmentOutbox,
  now: systemClock,
};

export const handler = inboxHandler('fulfilment-inbox', {
  OrderPaid: onOrderPaid(dependencies),
  OrderPreparing: onOrderPreparing(dependencies),
  OrderCancelled: onOrderCancelled(dependencies),
});
