import * as z from 'zod/mini';
import { OrderId } from '../../shared/events/fields.ts';
import {
  ownMessage,
  type OwnMessage,
  type Reaction,
  type Reactions,
} from '../../shared/messaging/dispatch.ts';
import type { ChangeOrder } from './domain/change-order.ts';
import type { PriceList } from './domain/price-list.ts';
import type { TickContent } from './domain/ticks.ts';
import { onFulfilmentCompleted } from './on-fulfilment-completed/on-fulfilment-completed.ts';
import { onFulfilmentReady } from './on-fulfilment-ready/on-fulfilment-ready.ts';
import { onFulfilmentStarted } from './on-fulfilment-started/on-fulfilment-started.ts';
import { onPaymentClosed } from './on-payment-closed/on-payment-closed.ts';
import { onPaymentFailed } from './on-payment-failed/on-payment-failed.ts';
import { onPaymentLinkCreated } from './on-payment-link-created/on-payment-link-created.ts';
import { onPaymentSucceeded } from './on-payment-succeeded/on-payment-succeeded.ts';
import { onProductChanged } from './on-product-changed/on-product-changed.ts';
import { onRefundCompleted } from './on-refund-completed/on-refund-completed.ts';
import { onRefundFailed } from './on-refund-failed/on-refund-failed.ts';
import { onStockReservationFailed } from './on-stock-reservation-failed/on-stock-reservation-failed.ts';
import { onStockReserved } from './on-stock-reserved/on-stock-reserved.ts';
import { WATCHDOG_TICK } from './outbox.ts';

/** What the reactions of orders work with. */
export interface OrdersInboxDependencies {
  readonly changeOrder: ChangeOrder;
  readonly prices: PriceList;
  readonly paymentWindowSeconds: number;
}

/** The service's table of contents: what orders does about each event. Apart from AWS, so that a simulation runs it. */
export const reactions = (dependencies: OrdersInboxDependencies): Reactions<'orders-inbox'> => ({
  StockReserved: onStockReserved(dependencies),
  StockReservationFailed: onStockReservationFailed(dependencies),
  PaymentLinkCreated: onPaymentLinkCreated(dependencies),
  PaymentSucceeded: onPaymentSucceeded(dependencies),
  PaymentFailed: onPaymentFailed(dependencies),
  PaymentClosed: onPaymentClosed(dependencies),
  FulfilmentStarted: onFulfilmentStarted(dependencies),
  FulfilmentReady: onFulfilmentReady(dependencies),
  FulfilmentCompleted: onFulfilmentCompleted(dependencies),
  RefundCompleted: onRefundCompleted(dependencies),
  RefundFailed: onRefundFailed(dependencies),
  ProductChanged: onProductChanged(dependencies),
});

const Tick = z.object({ orderId: OrderId, after: z.optional(z.int()) });

/** What the watchdog looks at an order for: its creation begins the chain of ticks, each of which sends the next. */
export const watchdogReactions = (
  watch: Reaction<TickContent>,
): {
  readonly reactions: Reactions<'orders-watchdog'>;
  readonly ownMessages: Readonly<Record<string, OwnMessage>>;
} => ({
  reactions: { OrderCreated: watch },
  ownMessages: { [WATCHDOG_TICK]: ownMessage(Tick, watch) },
});
