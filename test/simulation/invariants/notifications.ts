import type { Order } from '../../../functions/orders/domain/order.ts';
import { destinationsOf } from '../../../functions/notifications/domain/contact.ts';
import { contactOf } from '../actors/customer.ts';
import type { Plan } from '../actors/plan.ts';
import type { FaultKind } from '../kernel/faults.ts';
import type { Invocation } from '../kernel/kernel.ts';
import type { Shop } from '../world/shop.ts';
import { orderIdOf, type Observer } from './observer.ts';

const asks: readonly string[] = ['PaymentLinkCreated', 'PaymentReminderDue', 'PaymentFailed'];
const settles: readonly string[] = [
  'OrderPaid',
  'OrderRejected',
  'OrderCancelled',
  'OrderExpired',
  'OrderCompleted',
];
/** Faults after which the provider has taken the message although its answer did not arrive. */
const tookUnheard: readonly FaultKind[] = ['fail-after', 'act-late', 'repeat', 'die-after'];

const ports = { 'mailer.send': 'email', 'texter.send': 'sms' } as const;

/** The event that reports an order's end. */
const finalEvents: Readonly<Partial<Record<Order['status'], string>>> = {
  REJECTED: 'OrderRejected',
  CANCELLED: 'OrderCancelled',
  EXPIRED: 'OrderExpired',
  COMPLETED: 'OrderCompleted',
};

/**
 * Each event is sent once per channel. It is sent twice only if a worker died or got no answer between sending and
 * recording. Every reachable customer learns how the order ended. No worker that started after the order was settled
 * asks for money.
 */
export const notificationInvariants = ({ world, stores }: Shop, plan: Plan): Observer => {
  const { kernel } = world;
  const tellers = new Map<string, Invocation[]>();
  const unheard = new Map<string, number>();
  const settledAt = new Map<string, number>();

  const isOver = (orderId: string, key: string): boolean =>
    ['SENT', 'REFUSED'].includes(stores.log.statusOf(orderId, key));

  const check = (orderId: string, key: string, teller: Invocation): void => {
    const before = tellers.get(key) ?? [];
    // A worker that is over either recorded what it sent or never will.
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
      check(orderId, `${teller.messageId}#${channel}`, teller);
      if (asks.includes(teller.cause) && (settledAt.get(orderId) ?? Infinity) < teller.startedStep) {
        kernel.fail(
          'not-asked-in-vain',
          `${teller.cause} was sent for ${world.orderName(orderId)} after its end`,
        );
      }
    },
    onFault: (port, fault, { messageId }) => {
      if (messageId === undefined) return;
      if (port in ports && tookUnheard.includes(fault)) {
        const key = `${messageId}#${ports[port as keyof typeof ports]}`;
        unheard.set(key, (unheard.get(key) ?? 0) + 1);
      }
      if (port === 'log.record' && fault === 'act-late') {
        // The fault does not show which channel it hit.
        for (const channel of Object.values(ports)) {
          const key = `${messageId}#${channel}`;
          unheard.set(key, (unheard.get(key) ?? 0) + 1);
        }
      }
    },
    atEnd: () => {
      for (const { state } of stores.orders.rows.values()) {
        const type = finalEvents[state.status];
        const contact = contactOf(plan.reach[state.customerId] ?? 'nobody', state.customerId);
        if (type === undefined || contact === undefined) continue;
        for (const { channel } of destinationsOf(contact)) {
          if (isOver(state.orderId, `${type}:${state.orderId}#${channel}`)) continue;
          kernel.fail(
            'end-is-told',
            `${type} of ${world.orderName(state.orderId)} was not sent by ${channel}`,
          );
        }
      }
    },
  };
};
