import { cancelOrder } from '../../functions/orders/cancel-order.ts';
import { erasureAggregate, orderAggregate } from '../../functions/orders/aggregate.ts';
import { erasureTick, type ErasureTickContent } from '../../functions/orders/domain/erasure.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import { type TickContent, watchdogTick } from '../../functions/orders/domain/watchdog.ts';
import { forgetCustomer } from '../../functions/orders/forget-customer.ts';
import { placeOrder } from '../../functions/orders/place-order.ts';
import { reactions, watchdogReactions } from '../../functions/orders/reactions.ts';
import { requestErasure } from '../../functions/orders/request-erasure.ts';
import { watchOrder } from '../../functions/orders/watch-order.ts';
import type { EventData, EventType } from '../../shared/events/catalog.ts';
import { eventsIn, type QueueMessage } from '../../shared/events/integration-event.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import type { Outbox, Trace } from '../../shared/kernel/messages.ts';
import { integrationEvent } from './bus-messages.ts';
import { deliverTo } from './deliver.ts';
import { memoryAccounts, memoryErasureStore } from './memory/orders-erasure-store.ts';
import { memoryOrderStore } from './memory/orders-order-store.ts';
import { memoryPriceList } from './memory/orders-price-list.ts';
import { ORDER_ID, PLACED_AT, price } from './orders.ts';
import { KEEP_DAYS } from './keep-days.ts';

const trace = { correlationId: 'request-1', causationId: 'request-1' };

/** The instant of a time such as `09:00` on the day of the order. */
export const at = (time: string): string => `2026-03-01T${time}:00.000Z`;

export const lines = [
  { productId: 'espresso', name: 'Espresso beans', quantity: 2, unitAmount: 1250 },
  { productId: 'mug', name: 'Mug', quantity: 1, unitAmount: 900 },
];
/** The order and its customer, as in event data. */
export const subject = { orderId: ORDER_ID, customerId: 'alice' };
export const money = { amount: 3400, currency: 'EUR' };
export const link = { ...subject, ...money, paymentLink: 'https://pay.test/1', payBy: at('09:16') };
export const captured = { ...subject, ...money, paymentId: 'cs_1', capturedAt: at('09:04') };

/** For how many seconds an erasure looks for orders, and after how many days the last copies of erased data expire. */
export const SETTLE_SECONDS = 4500;
export const COPIES_DAYS = 104;

/** The orders service with stores in memory: its use cases, queues with their reactions, and published events. */
export const ordersWorld = () => {
  const published: QueueMessage[] = [];
  const ticks: QueueMessage[] = [];
  const clock = { now: PLACED_AT };
  let serial = 0;
  const now = () => clock.now;
  const publish = (_id: string, { outbox }: { readonly outbox: Outbox | undefined }): void => {
    if (outbox !== undefined) published.push(...eventsIn(outbox));
  };
  const store = memoryOrderStore(publish);
  const erasureStore = memoryErasureStore(publish);
  const erasures = erasureAggregate(erasureStore, now, COPIES_DAYS);
  const accounts = memoryAccounts('alice', 'bob');
  /** The ticks of erasures (delayed messages that continue an erasure), with their delays in seconds. */
  const erasureTicks: { readonly message: QueueMessage; readonly delaySeconds: number }[] = [];
  const sendErasureTick = {
    schedule: async (tick: ErasureTickContent, delaySeconds: number, cause: Trace) => {
      erasureTicks.push({ message: erasureTick(tick, clock.now, cause), delaySeconds });
    },
  };
  const prices = memoryPriceList(...lines.map((line) => price(line)));
  const orders = orderAggregate(store, now, KEEP_DAYS);
  const inbox = deliverTo(
    'orders-inbox',
    reactions({ orders, erasureTicks: sendErasureTick, prices, paymentWindowSeconds: 900 }),
  );
  const watch = watchOrder({
    orders,
    ticks: {
      schedule: async (tick: TickContent, _delaySeconds, trace) => {
        ticks.push(watchdogTick(tick, clock.now, trace));
      },
    },
    periods: { stockAnswerSeconds: 60, linkAnswerSeconds: 60, closureGraceSeconds: 300, maxTickSeconds: 900 },
    now,
  });
  const forget = forgetCustomer({
    erasures,
    orders,
    store,
    ticks: sendErasureTick,
    newId: () => `random-${(serial += 1)}`,
    now,
    settleSeconds: SETTLE_SECONDS,
    maxTickSeconds: 900,
  });
  const watched = watchdogReactions(watch, forget);
  const watchdog = deliverTo('orders-watchdog', watched.reactions, watched.ownMessages);
  const place = placeOrder({ orders, store, prices, now, stockBySeconds: 600 });

  return {
    published,
    ticks,
    order: (): Order | undefined => store.rows.get(ORDER_ID)?.state,
    version: (): number | undefined => store.rows.get(ORDER_ID)?.version,
    /** The customer places the order at 09:00. */
    place: () =>
      place({ ...subject, items: lines, note: 'no sugar', fingerprint: 'f-1', repeatable: true }, trace),
    /** Delivers an event at the time `time`. `n` distinguishes several events of one type. */
    hear: async <Type extends EventType>(time: string, type: Type, data: EventData<Type>, n?: number) => {
      clock.now = at(time);
      const discriminator = n === undefined ? {} : { discriminator: n };
      await inbox(integrationEvent(type, ORDER_ID, data, { ...discriminator, ...trace, at: clock.now }));
    },
    store,
    erasureTicks,
    erasures: erasureStore.rows,
    accounts,
    /** At `time`, the caller requests the erasure of a customer's personal data. */
    erase: async (time: string, caller: Caller, customerId = caller.id) => {
      clock.now = at(time);
      return requestErasure({ erasures, accounts, now, copiesDays: COPIES_DAYS })(caller, customerId, trace);
    },
    /** Sets the clock to `time`. */
    itIs: (time: string): void => {
      clock.now = at(time);
    },
    /** The caller cancels the order at `time`. */
    cancel: async (time: string, caller: Caller) => {
      clock.now = at(time);
      await cancelOrder({ orders })(caller, ORDER_ID, 'changed my mind', trace);
    },
    /**
     * Delivers a message to the watchdog at `time`: OrderCreated, or a tick (a delayed message that the watchdog sent
     * to itself).
     */
    watch: async (time: string, message: QueueMessage | undefined) => {
      clock.now = at(time);
      await watchdog(message);
    },
  };
};
