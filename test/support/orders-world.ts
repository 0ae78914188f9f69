import { cancelOrder } from '../../functions/orders/cancel-order/cancel-order.ts';
import { changeOrder } from '../../functions/orders/domain/change-order.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import type { TickContent } from '../../functions/orders/domain/ticks.ts';
import { orderEnvelopes, placedEnvelopes, watchdogTick } from '../../functions/orders/outbox.ts';
import { placeOrder } from '../../functions/orders/place-order/place-order.ts';
import { reactions, watchdogReactions } from '../../functions/orders/reactions.ts';
import { watchOrder } from '../../functions/orders/watchdog/watch-order.ts';
import type { EventData, EventType } from '../../shared/events/catalog.ts';
import { envelope, type Message } from '../../shared/events/envelope.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import { dispatcher } from '../../shared/messaging/dispatch.ts';
import { memoryOrderStore } from './memory/orders-order-store.ts';
import { memoryPriceList } from './memory/orders-price-list.ts';
import { ORDER_ID, PLACED_AT, price } from './orders.ts';

const cause = { correlationId: 'request-1', causationId: 'request-1' };

/** An instant on the day of the order. */
export const at = (time: string): string => `2026-03-01T${time}:00.000Z`;

/** The products of the order, as the shop prices them. */
export const lines = [
  { productId: 'espresso', name: 'Espresso beans', quantity: 2, unitAmount: 1250 },
  { productId: 'mug', name: 'Mug', quantity: 1, unitAmount: 900 },
];
/** The order and its customer, as events name them. */
export const subject = { orderId: ORDER_ID, customerId: 'alice' };
/** What the order costs. */
export const money = { amount: 3400, currency: 'EUR' };
export const link = { ...subject, ...money, paymentLink: 'https://pay.test/1', payBy: at('09:16') };
export const captured = { ...subject, ...money, paymentId: 'cs_1', capturedAt: at('09:04') };

/** Orders over memory: its use cases, its reactions behind their queues, and all that it published. */
export const ordersWorld = () => {
  const published: Message[] = [];
  const ticks: Message[] = [];
  const clock = { now: PLACED_AT };
  const now = () => clock.now;
  const store = memoryOrderStore((_id, row) => published.push(...(row.outbox as readonly Message[])));
  const prices = memoryPriceList(...lines.map((line) => price(line)));
  const change = changeOrder({ orders: store, toEnvelopes: orderEnvelopes, now });
  const inbox = dispatcher(
    'orders-inbox',
    reactions({ changeOrder: change, prices, paymentWindowSeconds: 900 }),
  );
  const watch = watchOrder({
    changeOrder: change,
    ticks: {
      schedule: async (tick: TickContent, _delaySeconds, trace) => {
        ticks.push(watchdogTick(tick, clock.now, trace));
      },
    },
    periods: { stockAnswerSeconds: 60, linkAnswerSeconds: 60, closureGraceSeconds: 300 },
    now,
    maxTickSeconds: 900,
  });
  const watched = watchdogReactions(watch);
  const watchdog = dispatcher('orders-watchdog', watched.reactions, watched.ownMessages);
  const place = placeOrder({ orders: store, prices, toEnvelopes: placedEnvelopes, now, stockBySeconds: 600 });

  return {
    published,
    ticks,
    /** The order as it is stored. */
    order: (): Order | undefined => store.rows.get(ORDER_ID)?.state,
    version: (): number | undefined => store.rows.get(ORDER_ID)?.version,
    /** The customer places the order, at nine. */
    place: () =>
      place({ ...subject, items: lines, note: 'no sugar', fingerprint: 'f-1', repeatable: true }, cause),
    /** An event arrives at a time; `n` tells it from others of its type. */
    hear: async <Type extends EventType>(time: string, type: Type, data: EventData<Type>, n?: number) => {
      clock.now = at(time);
      const discriminator = n === undefined ? {} : { discriminator: n };
      await inbox(envelope({ type, subject: ORDER_ID, ...discriminator, data, at: clock.now, cause }));
    },
    /** Somebody cancels it at a time. */
    cancel: async (time: string, caller: Caller) => {
      clock.now = at(time);
      await cancelOrder({ changeOrder: change })(caller, ORDER_ID, 'changed my mind', cause);
    },
    /** The watchdog looks at a time: at OrderCreated, or at the tick that it sent itself. */
    watch: async (time: string, message: Message | undefined) => {
      clock.now = at(time);
      await watchdog(message);
    },
  };
};
