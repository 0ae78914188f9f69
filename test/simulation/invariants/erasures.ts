import { isOpen } from '../../../functions/fulfilment/domain/ticket.ts';
import {
  ERASURE_TICK,
  erasureIdOf,
  type ErasureTickContent,
} from '../../../functions/orders/domain/erasure.ts';
import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import type { Plan } from '../actors/plan.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/**
 * Rules for erasures of customers' personal data. An erasure replaces the customer's id in each order by a pseudonym.
 * - Every erasure ends, and then does not contain the customer's id.
 * - At the end of a run, no contact details of an erased customer are left, and no order, payment, ticket or message
 *   log contains the customer's id. Orders that were written long after the request are excluded, because the customer
 *   came back and placed them.
 * - The payment and the ticket of an order have the same pseudonym as the order.
 * - The customer's note is gone too, unless the kitchen still needs it.
 * - A pseudonym is never replaced.
 * - Faults do not multiply the ticks of an erasure (delayed messages that continue it). All ticks with the same number
 *   above 1 follow the same earlier tick. This earlier tick is delivered only a few times, unless an operator redrives
 *   it.
 */
export const erasureInvariants = ({ world, stores }: Shop, plan: Plan): Observer => {
  const { kernel } = world;
  /** When each order was first written. A write may take effect long after the request that made it. */
  const writtenAt = new Map<string, Instant>();
  /**
   * For each tick of an erasure, the id of the tick that it follows. A key consists of the erasure's id, the time of
   * the request, and the number of the tick.
   */
  const follows = new Map<string, string>();
  const checkTick = ({ type, data, causationId }: QueueMessage): void => {
    if (type !== ERASURE_TICK) return;
    const { erasureId, requestedAt, number } = data as ErasureTickContent;
    // The first tick follows the event that announces the request. The first tick is not checked, because this event
    // can be published repeatedly.
    if (number === 1) return;
    const key = [erasureId, requestedAt, number].join();
    const known = follows.get(key) ?? causationId;
    follows.set(key, known);
    if (known !== causationId)
      kernel.fail('one-chain-of-ticks', `tick ${number} of an erasure follows ${known} and ${causationId}`);
  };

  const checkOrder = (customer: string, orderId: string): void => {
    const name = world.orderName(orderId);
    const order = stores.orders.rows.get(orderId)?.state;
    const payment = stores.payments.rows.get(orderId)?.state;
    const ticket = stores.tickets.rows.get(orderId)?.state;
    if (order === undefined) return;
    const kitchen = ticket !== undefined && ticket.status !== 'TOMBSTONE' ? ticket : undefined;
    const owners = {
      order: order.customerId,
      payment: payment?.customerId,
      ticket: kitchen?.customerId,
      log: stores.log.ownerOf(orderId),
    };
    for (const [item, owner] of Object.entries(owners)) {
      if (owner === customer) kernel.fail('forgotten-everywhere', `the ${item} of ${name} names ${customer}`);
    }
    if (
      [payment?.customerId ?? order.customerId, kitchen?.customerId ?? order.customerId].some(
        (id) => id !== order.customerId,
      )
    ) {
      kernel.fail('one-pseudonym', `${name} has several owners: ${JSON.stringify(owners)}`);
    }
    if (order.status !== 'PAID' && order.note !== undefined) {
      kernel.fail('words-are-gone', `${name} is ${order.status} and has a note`);
    }
    if (kitchen !== undefined && !isOpen(kitchen.status) && kitchen.note !== undefined) {
      kernel.fail('words-are-gone', `the ticket of ${name} is ${kitchen.status} and has a note`);
    }
  };

  /** An erasure requested at `requestedAt` is sure to find all orders that were written until the returned time. */
  const foundUntil = (requestedAt: Instant): Instant =>
    addSeconds(requestedAt, world.configuration.periods.erasureSettleSeconds);

  return {
    queues: {
      'orders-watchdog': { onSent: (message) => checkTick(message) },
    },
    store: {
      onOrder: (order, before) => {
        if (before === undefined) writtenAt.set(order.orderId, kernel.now());
        if (before?.forgottenAt !== undefined && order.customerId !== before.customerId) {
          kernel.fail('one-pseudonym', `${world.orderName(order.orderId)} is named again`);
        }
      },
    },
    atEnd: () => {
      for (const customer of new Set(plan.erasures.map((erasure) => erasure.customer))) {
        const erasure = stores.erasures.rows.get(erasureIdOf(customer))?.state;
        // No erasure exists if every try of the request failed.
        if (erasure === undefined) continue;
        if (erasure.status !== 'DONE' || JSON.stringify(erasure).includes(customer)) {
          kernel.fail('liveness', `the erasure of ${customer} is ${erasure.status}`);
        }
        if (stores.contacts.has(customer)) {
          kernel.fail('forgotten-everywhere', `the contact details of ${customer} are there`);
        }
        for (const { state } of stores.orders.rows.values()) {
          const isNew =
            state.customerId === customer &&
            (writtenAt.get(state.orderId) ?? '') > foundUntil(erasure.requestedAt);
          if (!isNew && (state.customerId === customer || state.forgottenAt !== undefined)) {
            checkOrder(customer, state.orderId);
          }
        }
      }
    },
  };
};
