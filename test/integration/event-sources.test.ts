import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { eventBridge } from '../support/aws.ts';
import { integrationEvent } from '../support/bus-messages.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage } from '../support/gateway.ts';
import { cancel, newCustomer, newProduct, orderOf, place, reach, reachLink } from '../support/shop.ts';
import { tamperWith } from '../support/tampered.ts';

describe('PaymentSucceeded on the bus', () => {
  let order: OrderView;
  afterEach(() => cancel('kitchen', 'staff', order.orderId));

  /** Publishes a PaymentSucceeded. The caller is the AWS account's root user, who has all permissions. */
  const put = async (source: string, amount: number, correlationId: string): Promise<void> => {
    const { orderId, customerId, currency } = order;
    const capturedAt = new Date().toISOString();
    const data = { orderId, customerId, paymentId: 'forged', amount, currency, capturedAt };
    const options = { at: capturedAt, correlationId };
    const event = integrationEvent('PaymentSucceeded', orderId, data, options);
    const entry = {
      EventBusName: 'orderly-local',
      Source: source,
      DetailType: event.type,
      Detail: JSON.stringify(event),
    };
    const answer = await eventBridge().send(new PutEventsCommand({ Entries: [entry] }));
    expect(answer).toMatchObject({ FailedEntryCount: 0 });
  };

  it('pays no order if another service published it, or if it is about other money', async () => {
    order = await place(newCustomer(), [{ productId: await newProduct(1, 500), quantity: 1 }]);
    await reachLink(order.orderId);
    const correlationId = randomUUID();
    tamperWith(order.orderId);
    await put('orderly.fulfilment', 500, randomUUID());
    await put('orderly.payments', 1, correlationId);

    await eventually(
      async () => {
        const path = '/ops/dead-letters?queue=orders-inbox';
        const { groups } = demand(await callAs<{ groups: unknown[] }>('root', 'admin', 'GET', path), 200);
        expect(groups).toContainEqual(
          expect.objectContaining({
            code: 'order.payment-mismatch',
            messages: expect.arrayContaining([expect.objectContaining({ correlationId })]),
          }),
        );
      },
      { describe: 'the dead letter of the wrong amount' },
    );
    expect(await orderOf(order.orderId)).toMatchObject({ status: 'AWAITING_PAYMENT', paidAmount: 0 });

    demand(await onPaymentPage(await orderOf(order.orderId), 'succeed'), 200);
    expect(await reach(order.orderId, 'PAID')).toMatchObject({ paidAmount: 500 });
  });
});
