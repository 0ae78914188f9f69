import { erasureIdOf } from '../../../functions/orders/domain/erasure.ts';
import type { MailFeedback } from '../../../functions/notifications/domain/feedback.ts';
import type { Order } from '../../../functions/orders/domain/order.ts';
import { channelsOf } from '../actors/customer.ts';
import type { Plan } from '../actors/plan.ts';
import type { FaultKind } from '../kernel/faults.ts';
import type { Invocation } from '../kernel/kernel.ts';
import type { Shop } from '../world/shop.ts';
import { orderIdOf, type Observer } from './observer.ts';

/** Events whose notification asks the customer to pay. */
const asks: readonly string[] = ['PaymentLinkCreated', 'PaymentReminderDue', 'PaymentFailed'];
/** Events after which the customer need not pay any more. */
const settles: readonly string[] = [
  'OrderPaid',
  'OrderRejected',
  'OrderCancelled',
  'OrderExpired',
  'OrderCompleted',
];
/** Events that state another fact each time: another declined attempt, another refund. */
const severalFacts: readonly string[] = ['PaymentFailed', 'RefundCompleted'];
/** An order's customer is told of at most this many declined attempts to pay. */
const MOST_DECLINES = 3;
/** Faults that make the provider send a message twice, or send it although the worker gets no result. */
const tookUnheard: readonly FaultKind[] = ['fail-after', 'act-late', 'hang-after', 'repeat', 'die-after'];

/** The calls to ports that send a message to a customer, each with its channel. */
const ports = { 'mailer.send': 'email', 'texter.send': 'sms' } as const;

/** The event about the end of an order, for each final status. */
const finalEvents: Readonly<Partial<Record<Order['status'], string>>> = {
  REJECTED: 'OrderRejected',
  CANCELLED: 'OrderCancelled',
  EXPIRED: 'OrderExpired',
  COMPLETED: 'OrderCompleted',
};

/**
 * Rules for notifications:
 * - The message about a fact is sent only once on each channel, however many events state the fact. It may be sent
 *   again if a worker got no result from the provider, or died after sending the message and before recording it.
 * - A customer is told of at most three declined attempts to pay for an order.
 * - For every customer with verified contact details, the message about the end of each order was sent, or the
 *   provider refused its recipient. This does not hold for a customer whose data is erased, or for an address to which
 *   mails are stopped.
 * - A message ends as REFUSED only if the provider refused its recipient, not if it refused Orderly's account.
 * - Once the customer was told that the order is paid or over, no worker that starts later asks for payment.
 * - Nothing is sent to an address that its customer has not verified.
 * - Once the report of a bounce or complaint was processed, no worker that starts later sends a mail to the address in
 *   the report.
 */
export const notificationInvariants = ({ world, stores }: Shop, plan: Plan): Observer => {
  const { kernel } = world;
  /**
   * Returns the id of the first event that states the same fact as the given event. All requests for the stock of one
   * order state the same fact. Events of most other types have only one id for each order.
   */
  const factOf = (messageId: string): string => {
    const [type = '', orderId = ''] = messageId.split(':');
    if (severalFacts.includes(type)) return messageId;
    return type === 'OrderCreated' ? `${type}:${orderId}:1` : `${type}:${orderId}`;
  };
  /** For each order and channel, the declined attempts that its customer was told of. */
  const declinesTold = new Map<string, Set<string>>();
  /** The workers that sent each message. Keys are the fact and the channel. */
  const tellers = new Map<string, Invocation[]>();
  /** How often each message may be sent again, because a fault hid from its worker that the message was sent. */
  const unheard = new Map<string, number>();
  /** For each order, the step in which a message saying that the order is paid or over was first acknowledged. */
  const settledAt = new Map<string, number>();
  /** For each customer, the step in which a report of a bounce or complaint was first acknowledged. */
  const stoppedAt = new Map<string, number>();
  /** The messages whose recipient a provider refused. Keys are the event id and the channel. */
  const refusedForGood = new Set<string>();

  const isOver = (orderId: string, key: string): boolean =>
    ['SENT', 'REFUSED'].includes(stores.log.statusOf(orderId, key));

  const check = (orderId: string, key: string, teller: Invocation): void => {
    const before = tellers.get(key) ?? [];
    // If the message is recorded, one of the ended workers has recorded it. All other ended workers died before
    // recording it.
    const recorded = isOver(orderId, key) ? 1 : 0;
    const died = before.filter(({ ended }) => ended).length - recorded;
    const excused = Math.max(0, died) + (unheard.get(key) ?? 0);
    if (before.length > excused) {
      kernel.fail('told-once', `${key} was sent ${before.length + 1} times`);
    }
    tellers.set(key, [...before, teller]);
  };

  return {
    queues: {
      'mail-feedback': {
        onAcknowledged: ({ data }) => {
          const { customerId = '' } = data as MailFeedback;
          if (!stoppedAt.has(customerId)) stoppedAt.set(customerId, kernel.steps());
        },
      },
      'notifications-inbox': {
        onAcknowledged: (message) => {
          const orderId = orderIdOf(message);
          if (settles.includes(message.type) && !settledAt.has(orderId)) {
            settledAt.set(orderId, kernel.steps());
          }
        },
      },
    },
    onTold: (channel) => {
      const teller = world.ports.acting();
      if (teller?.messageId === undefined) return;
      const orderId = teller.messageId.split(':')[1] ?? '';
      const customer = stores.orders.rows.get(orderId)?.state.customerId ?? '';
      if (plan.reach[customer] === 'unproven') {
        kernel.fail(
          'only-verified-addresses',
          `${teller.cause} was sent by ${channel} to an unverified address`,
        );
      }
      if (channel === 'email' && (stoppedAt.get(customer) ?? Infinity) < teller.startedStep) {
        kernel.fail(
          'nothing-to-stopped-addresses',
          `${teller.cause} was sent to an address after its report`,
        );
      }
      const fact = factOf(teller.messageId);
      check(orderId, `${fact}#${channel}`, teller);
      if (teller.cause === 'PaymentFailed') {
        const declines = declinesTold.get(`${orderId}#${channel}`) ?? new Set();
        declinesTold.set(`${orderId}#${channel}`, declines.add(fact));
        if (declines.size > MOST_DECLINES) {
          kernel.fail(
            'few-declines-told',
            `${world.orderName(orderId)}: ${declines.size} declines were told`,
          );
        }
      }
      if (asks.includes(teller.cause) && (settledAt.get(orderId) ?? Infinity) < teller.startedStep) {
        kernel.fail(
          'not-asked-in-vain',
          `${teller.cause} was sent for ${world.orderName(orderId)} after its end`,
        );
      }
    },
    onRefused: (channel) => {
      refusedForGood.add(`${factOf(world.ports.acting()?.messageId ?? '')}#${channel}`);
    },
    onFault: (port, fault, { messageId }) => {
      if (messageId === undefined) return;
      if (port in ports && tookUnheard.includes(fault)) {
        const key = `${factOf(messageId)}#${ports[port as keyof typeof ports]}`;
        unheard.set(key, (unheard.get(key) ?? 0) + 1);
      }
      if (port === 'log.record' && fault === 'act-late') {
        // `onFault` does not get the channel of the message that was to be recorded. So each channel may get one more
        // message.
        for (const channel of Object.values(ports)) {
          const key = `${factOf(messageId)}#${channel}`;
          unheard.set(key, (unheard.get(key) ?? 0) + 1);
        }
      }
    },
    atEnd: () => {
      for (const { messages } of stores.log.logs()) {
        for (const { eventId, channel, state } of messages) {
          // Even without an injected fault, the mailer refuses the invalid address of some customers.
          if (state.status !== 'REFUSED' || state.code === 'InvalidParameterValue') continue;
          if (refusedForGood.has(`${eventId}#${channel}`)) continue;
          kernel.fail('account-ends-nothing', `${eventId} on ${channel} ended as refused (${state.code})`);
        }
      }
      for (const { state } of stores.orders.rows.values()) {
        const type = finalEvents[state.status];
        const isLeaving = stores.erasures.rows.has(erasureIdOf(state.customerId));
        if (type === undefined || isLeaving) continue;
        for (const channel of channelsOf(plan.reach[state.customerId] ?? 'nobody')) {
          if (isOver(state.orderId, `${type}:${state.orderId}#${channel}`)) continue;
          if (channel === 'email' && stoppedAt.has(state.customerId)) continue;
          kernel.fail(
            'end-is-told',
            `${type} of ${world.orderName(state.orderId)} was not sent by ${channel}`,
          );
        }
      }
    },
  };
};
