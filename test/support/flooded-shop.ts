import { paymentAggregate } from '../../functions/payments/aggregate.ts';
import type { PaymentStore } from '../../functions/payments/domain/payment-store.ts';
import { ownMessages, reactions as paymentReactions } from '../../functions/payments/reactions.ts';
import { refundPayment } from '../../functions/payments/refunds/refund-payment.ts';
import type { ContactStore } from '../../functions/notifications/domain/contact.ts';
import type { MessageLog } from '../../functions/notifications/domain/message-log.ts';
import { reactions as notificationReactions } from '../../functions/notifications/reactions.ts';
import { sendNotification } from '../../functions/notifications/send-notification.ts';
import { orderAggregate } from '../../functions/orders/aggregate.ts';
import { cancelOrder } from '../../functions/orders/cancel-order.ts';
import type { OrderStore } from '../../functions/orders/domain/ports.ts';
import type { TickContent } from '../../functions/orders/domain/watchdog.ts';
import { placeOrder } from '../../functions/orders/place-order.ts';
import { reactions as orderReactions } from '../../functions/orders/reactions.ts';
import { watchOrder } from '../../functions/orders/watch-order.ts';
import type { AppError } from '../../shared/errors.ts';
import { eventsIn, type QueueMessage } from '../../shared/events/integration-event.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import type { InsertOutcome, SaveOutcome } from '../../shared/kernel/aggregate.ts';
import { addSeconds, type ExpiresAt } from '../../shared/kernel/clock.ts';
import type { Outbox } from '../../shared/kernel/messages.ts';
import { integrationEvent } from './bus-messages.ts';
import { deliverTo } from './deliver.ts';
import { KEEP_DAYS } from './keep-days.ts';
import { memoryPaymentGateway } from './memory/payment-gateway.ts';
import { memoryMailer, memoryTexter } from './memory/notifications-providers.ts';
import { memoryPriceList } from './memory/orders-price-list.ts';
import { verified } from './notifications.ts';
import { PLACED_AT, price } from './orders.ts';

const trace = { correlationId: 'request-1', causationId: 'request-1' };
const customerId = 'alice';
const customer = { id: customerId, roles: ['customer'] } as const;

/** The stores of a shop, either in memory or in tables. */
export interface FloodedStores {
  readonly orders: OrderStore;
  readonly payments: PaymentStore;
  readonly contacts: ContactStore;
  readonly log: MessageLog;
}

interface OutboxStore<State> {
  insert(state: State, outbox: Outbox | undefined, expiresAt?: ExpiresAt): Promise<InsertOutcome>;
  save(
    state: State,
    version: number,
    outbox: Outbox | undefined,
    expiresAt?: ExpiresAt,
  ): Promise<SaveOutcome>;
}

/**
 * The orders, payments and notifications services with one order of 2,500 cents. The services exchange events through
 * their inboxes. Each event is delivered one time, in the order of the writes. The delivery throws if the processing of
 * the event fails.
 */
export const floodedShop = async (
  { orders: orderStore, payments: paymentStore, contacts, log }: FloodedStores,
  orderId: string,
) => {
  const clock = { now: PLACED_AT };
  const now = () => clock.now;
  const events: QueueMessage[] = [];
  const relayed = <State, Store extends OutboxStore<State>>(store: Store): Store => ({
    ...store,
    insert: async (state: State, outbox, expiresAt) => {
      const outcome = await store.insert(state, outbox, expiresAt);
      if (outcome === 'inserted' && outbox !== undefined) events.push(...eventsIn(outbox));
      return outcome;
    },
    save: async (state: State, version, outbox, expiresAt) => {
      const outcome = await store.save(state, version, outbox, expiresAt);
      if (outcome === 'saved' && outbox !== undefined) events.push(...eventsIn(outbox));
      return outcome;
    },
  });

  const provider = memoryPaymentGateway({ now });
  const payments = paymentAggregate(relayed(paymentStore), now, KEEP_DAYS);
  const paymentParts = { payments, gateway: provider, now, onSessionRefused: () => undefined };
  const orders = orderAggregate(relayed(orderStore), now, KEEP_DAYS);
  const prices = memoryPriceList(price());
  const [mailer, texter] = [memoryMailer(), memoryTexter()];
  const notify = sendNotification({
    contacts,
    log,
    mailer,
    texter,
    now,
    claimSeconds: 20,
    textCountries: ['DE'],
    onSuppressed: () => undefined,
    onRefused: () => undefined,
  });
  const none = { schedule: async () => undefined };
  const consumers = {
    'orders-inbox': deliverTo(
      'orders-inbox',
      orderReactions({ orders, erasureTicks: none, prices, paymentWindowSeconds: 900 }),
    ),
    'payments-inbox': deliverTo('payments-inbox', paymentReactions(paymentParts), ownMessages(paymentParts)),
    'notifications-inbox': deliverTo(
      'notifications-inbox',
      notificationReactions({ notify, contacts, log, now }),
    ),
  };
  const deliver = async (event: QueueMessage): Promise<void> => {
    for (const [name, consume] of Object.entries(consumers)) {
      const subscribed: readonly string[] = inboxes[name as keyof typeof consumers].events;
      if (subscribed.includes(event.type)) await consume(event);
    }
  };
  /** Delivers all stored events, and the events that follow from them. */
  const drain = async (): Promise<void> => {
    for (let event = events.shift(); event !== undefined; event = events.shift()) await deliver(event);
  };

  let next: TickContent = { orderId };
  const watch = watchOrder({
    orders,
    ticks: { schedule: async (tick) => void (next = tick) },
    periods: { stockAnswerSeconds: 60, linkAnswerSeconds: 60, closureGraceSeconds: 300, maxTickSeconds: 900 },
    now,
  });
  const refund = refundPayment({ payments });
  const webhook = (webhookId: string, report: object) =>
    consumers['payments-inbox']({
      id: `webhook:${webhookId}`,
      type: 'PaymentWebhookReceived',
      version: 1,
      time: now(),
      ...trace,
      data: { webhookId, orderId, sessionId: `cs_${orderId}`, amount: 2500, currency: 'EUR', ...report },
    });

  await contacts.save(customerId, {
    before: undefined,
    after: verified({ email: true, sms: true }),
    at: PLACED_AT,
  });

  return {
    provider,
    order: async () => (await orders.load(orderId))?.state,
    payment: async () => (await payments.load(orderId))?.state,
    place: async (): Promise<void> => {
      const place = placeOrder({ orders, store: orderStore, prices, now, stockBySeconds: 1_000_000 });
      const items = [{ productId: 'espresso', quantity: 2 }];
      await place({ orderId, customerId, items, fingerprint: 'f', repeatable: true }, trace);
      await drain();
    },
    /** Advances the clock so far that the watchdog requests the order's stock again. */
    askAgain: async (): Promise<void> => {
      clock.now = addSeconds(clock.now, 2000);
      await watch(next, { ...trace, sentAt: clock.now });
      await drain();
    },
    reserve: async (): Promise<void> => {
      await deliver(integrationEvent('StockReserved', orderId, { orderId, requestedAt: PLACED_AT }));
      await drain();
    },
    decline: async (n: number): Promise<void> => {
      await webhook(`msg_${n}`, { outcome: 'failed', reason: 'card_declined' });
      await drain();
    },
    pay: async (): Promise<void> => {
      provider.pay(`cs_${orderId}`);
      await webhook('msg_paid', { outcome: 'succeeded', paidAt: now() });
      await drain();
    },
    /**
     * Refunds one cent as an administrator.
     * @returns `accepted`, or the kind and the code of the error that refused the refund
     */
    refundOneCent: async (n: number): Promise<string> => {
      const command = { orderId, refundId: `refund-${n}`, amount: 1, reason: 'flood' };
      const outcome = await refund(command, trace).then(
        () => 'accepted',
        (error: AppError) => `${error.kind} ${error.code}`,
      );
      await drain();
      return outcome;
    },
    cancel: async (): Promise<void> => {
      await cancelOrder({ orders })(customer, orderId, undefined, trace);
      await drain();
    },
    /** How many messages with each subject line were sent, as `[e-mails, text messages]`. */
    told: (): Readonly<Record<string, readonly [number, number]>> => {
      const subjects = (sent: readonly { readonly content: { readonly subject: string } }[]) =>
        Map.groupBy(sent, ({ content }) => content.subject);
      const [mails, texts] = [subjects(mailer.sent), subjects(texter.sent)];
      const all = new Set([...mails.keys(), ...texts.keys()]);
      return Object.fromEntries(
        [...all].map((one) => [one, [mails.get(one)?.length ?? 0, texts.get(one)?.length ?? 0]]),
      );
    },
  };
};

export type FloodedShop = Awaited<ReturnType<typeof floodedShop>>;

/**
 * Places one order, and causes many events about it: 25 requests for its stock, many declined payments, the payment,
 * and 1,000 refunds of one cent by an administrator.
 * @returns the outcome of each refund, as `refundOneCent` returns it
 */
export const flood = async (shop: FloodedShop, declines: number): Promise<readonly string[]> => {
  await shop.place();
  for (let attempt = 2; attempt <= 25; attempt += 1) await shop.askAgain();
  await shop.reserve();
  for (let n = 1; n <= declines; n += 1) await shop.decline(n);
  await shop.pay();
  const refunds: string[] = [];
  for (let n = 1; n <= 1000; n += 1) refunds.push(await shop.refundOneCent(n));
  return refunds;
};

/**
 * The expected result of `told` after a flood and the cancellation of the order. On each channel, there are three
 * messages about declined payments, one message about each refund, and one message with each other subject.
 * @param accepted how many of the administrator's refunds were accepted. The cancellation adds one refund.
 */
export const toldAfterFlood = (accepted: number) => ({
  'We have received your order': [1, 1],
  'Your order is ready for payment': [1, 1],
  'Your payment did not go through': [3, 3],
  'Thank you for your payment': [1, 1],
  'Your refund is on its way': [accepted + 1, accepted + 1],
  'Your order was cancelled': [1, 1],
});
