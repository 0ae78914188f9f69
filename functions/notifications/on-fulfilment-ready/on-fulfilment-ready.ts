import type { Notify, OrderOfCustomer, Reaction } from '../domain/notification.ts';
import { fulfilmentReadyContent } from '../domain/templates/fulfilment-ready.ts';

/** Ready to be handed over. */
export const onFulfilmentReady =
  (notify: Notify): Reaction<OrderOfCustomer> =>
  (data, context) =>
    notify(
      {
        eventType: 'FulfilmentReady',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'neither',
        content: fulfilmentReadyContent(),
      },
      context,
    );
