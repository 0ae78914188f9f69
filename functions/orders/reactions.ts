import * as z from 'zod/mini';
import { InstantField, OrderId } from '../../shared/events/fields.ts';
import type { Instant } from '../../shared/kernel/clock.ts';
import type { Decision } from '../../shared/kernel/aggregate.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import {
  ownMessage,
  type OwnMessages,
  type Reaction,
  type SingleReactions,
} from '../../shared/messaging/consumer.ts';
import { orderRefusals, type Orders } from './aggregate.ts';
import { confirmPreparation, recordCompletion, recordReady } from './domain/fulfilment.ts';
import { ERASURE_TICK, type ErasureTickContent, type ErasureTicks } from './domain/erasure.ts';
import type { Order, OrderEvent } from './domain/order.ts';
import { recordClosure, recordDecline, recordLink, recordPayment } from './domain/payment.ts';
import type { PriceList } from './domain/ports.ts';
import { recordRefund, recordRefusedRefund } from './domain/refund.ts';
import { confirmStock, rejectForStock } from './domain/stock.ts';
import { WATCHDOG_TICK, type TickContent } from './domain/watchdog.ts';

/** The ports of the reactions, and a setting. */
export interface OrdersInboxDependencies {
  readonly orders: Orders;
  readonly erasureTicks: ErasureTicks;
  readonly prices: PriceList;
  readonly paymentWindowSeconds: number;
}

/** What the orders service does when it receives an integration event, by type. */
export const reactions = ({
  orders,
  erasureTicks,
  prices,
  paymentWindowSeconds,
}: OrdersInboxDependencies): SingleReactions<'orders-inbox'> => {
  /** Builds a reaction that applies a rule to the order that the event is about. */
  const change =
    <Data extends { readonly orderId: string }>(
      rule: (
        order: Order,
        command: Data & { readonly at: Instant },
        context: MessageContext,
      ) => Decision<OrderEvent, keyof typeof orderRefusals>,
    ): Reaction<Data> =>
    (data, context) =>
      orders.changeOrFail(
        data.orderId,
        context,
        (order, at) => rule(order, { ...data, at }, context),
        orderRefusals,
      );

  return {
    StockReserved: change((order, { at }) => confirmStock(order, { at, paymentWindowSeconds })),
    StockReservationFailed: change((order, { at, reason, shortages }) =>
      rejectForStock(order, { at, reason, shortages }),
    ),
    PaymentLinkCreated: change((order, { at, paymentLink, amount, currency }) =>
      recordLink(order, { at, paymentLink, amount, currency }),
    ),
    PaymentSucceeded: change((order, { at, amount, currency }) =>
      recordPayment(order, { at, amount, currency }),
    ),
    PaymentFailed: change((order, { at, reason }, { causationId }) =>
      recordDecline(order, { at, reason, declineId: causationId }),
    ),
    PaymentClosed: change((order, { at, reason }) =>
      recordClosure(order, { at, neverPossible: reason === 'refused-by-provider' }),
    ),
    FulfilmentStarted: change(confirmPreparation),
    FulfilmentReady: change(recordReady),
    FulfilmentCompleted: change(recordCompletion),
    RefundCompleted: change((order, { at, refundedAmount, currency, revision }) =>
      recordRefund(order, { at, refundedAmount, currency, revision }),
    ),
    RefundFailed: change((order, { at, refundId, refundedAmount, currency, revision }) =>
      recordRefusedRefund(order, { at, refundId, refundedAmount, currency, revision }),
    ),
    ProductChanged: ({ productId, name, unitAmount, currency, active, revision }) =>
      prices.record({ productId, name, unitAmount, currency, active, revision }),
    CustomerErasureRequested: ({ erasureId, requestedAt }, context) =>
      erasureTicks.schedule({ erasureId, requestedAt, number: 1 }, 1, context),
  };
};

const Tick = z.object({ orderId: OrderId, after: z.optional(z.int()) });

const ErasureTick = z.object({
  erasureId: z.string().check(z.minLength(1)),
  requestedAt: InstantField,
  number: z.int().check(z.minimum(1)),
});

/**
 * The reactions of the watchdog. OrderCreated starts an order's chain of ticks (delayed messages), and each tick sends
 * the next one. Each erasure has a chain of ticks of its own, in the same queue.
 */
export const watchdogReactions = (
  watch: Reaction<TickContent>,
  forget: Reaction<ErasureTickContent>,
): { readonly reactions: SingleReactions<'orders-watchdog'>; readonly ownMessages: OwnMessages } => ({
  reactions: { OrderCreated: watch },
  ownMessages: {
    [WATCHDOG_TICK]: ownMessage(Tick, watch),
    [ERASURE_TICK]: ownMessage(ErasureTick, forget),
  },
});
