import { refundedSoFar } from '../../../functions/orders/domain/order.ts';
import { confirmPreparation } from '../../../functions/orders/domain/fulfilment.ts';
import { recordPayment } from '../../../functions/orders/domain/payment.ts';
import { recordRefund } from '../../../functions/orders/domain/refund.ts';
import { AppError } from '../../../shared/errors.ts';
import { eventsIn } from '../../../shared/events/integration-event.ts';
import { accept } from '../../../shared/kernel/aggregate.ts';
import type { AllReactions, Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

type OrdersReactions = AllReactions['orders-inbox'];

const reacting =
  (replace: (services: Services) => Partial<OrdersReactions>): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      'orders-inbox': { ...services.reactions['orders-inbox'], ...replace(services) },
    },
  });

/** Bugs in the orders service. More of them are in `watchdog.ts`, `erasures.ts`, `money.ts` and `retention.ts`. */
export const ordersMutants: readonly Mutant[] = [
  {
    name: 'refusal-taken-for-expiry',
    service: 'orders',
    bug: 'An order whose payment the provider rejects expires as if the customer had not paid in time.',
    services: reacting(({ reactions }) => ({
      PaymentClosed: ({ orderId }, context) => reactions['orders-inbox'].PaymentClosed({ orderId }, context),
    })),
  },
  {
    name: 'status-overwritten',
    service: 'orders',
    bug: 'An order is saved without a version check, so a concurrent change is overwritten.',
    ports: (ports) => ({
      ...ports,
      orders: {
        ...ports.orders,
        save: async (order, version, outbox) => {
          const saved = await ports.orders.save(order, version, outbox);
          if (saved === 'saved') return saved;
          const newest = await ports.orders.load(order.orderId);
          return ports.orders.save(order, newest?.version ?? version, outbox);
        },
      },
    }),
  },
  {
    name: 'published-before-written',
    service: 'orders',
    bug: 'Events are published before the order is written, and the write may fail.',
    ports: (ports) => ({
      ...ports,
      orders: {
        ...ports.orders,
        save: async (order, version, outbox) => {
          if (outbox !== undefined) await ports.bus.publish(eventsIn(outbox));
          return ports.orders.save(order, version, outbox);
        },
      },
    }),
  },
  {
    name: 'completed-needs-ready',
    service: 'orders',
    bug: 'FulfilmentCompleted is ignored unless the order is READY, even if it overtook FulfilmentReady.',
    services: reacting(({ dependencies, reactions }) => ({
      FulfilmentCompleted: (data, context) => {
        const real = reactions['orders-inbox'].FulfilmentCompleted;
        return dependencies
          .changeOrder(data.orderId, context, (order) => {
            if (order.status !== 'READY') throw new AppError('invalid', 'ignored', 'Not READY');
            return accept();
          })
          .then(
            () => real(data, context),
            (error: unknown) => {
              if (!(error instanceof AppError) || error.code !== 'ignored') throw error;
            },
          );
      },
    })),
  },
  {
    name: 'refund-counted-twice',
    service: 'orders',
    bug: 'RefundCompleted adds its amount instead of setting the total, so a redelivery counts twice.',
    services: reacting(({ dependencies }) => ({
      RefundCompleted: ({ orderId, amount, currency, revision = 0 }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          recordRefund(order, {
            at,
            currency,
            refundedAmount: refundedSoFar(order) + amount,
            revision: Math.max(order.refundRevision ?? 0, revision),
          }),
        ),
    })),
  },
  {
    name: 'refunded-order-keeps-stock',
    service: 'orders',
    bug: 'A PAID order that is fully refunded stays PAID and keeps its stock and ticket.',
    services: reacting(({ dependencies }) => ({
      RefundCompleted: ({ orderId, refundedAmount, revision = 0 }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          revision > (order.refundRevision ?? 0)
            ? accept({ type: 'RefundRecorded', at, refundedAmount, revision })
            : accept(),
        ),
    })),
  },
  {
    name: 'larger-refund-wins',
    service: 'orders',
    bug: 'The refunded amount never decreases, even if the bank returns a refund.',
    services: reacting(({ dependencies }) => ({
      RefundFailed: ({ orderId, refundedAmount, currency, revision }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          recordRefund(order, {
            at,
            currency,
            refundedAmount: Math.max(refundedSoFar(order), refundedAmount),
            revision,
          }),
        ),
    })),
  },
  {
    name: 'later-report-wins',
    service: 'orders',
    bug: 'The refunded amount is taken from the report that arrives last, not from the newest one.',
    services: reacting(({ dependencies }) => ({
      RefundCompleted: ({ orderId, refundedAmount, currency, revision }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          recordRefund(
            { ...order, refundedAmount: 0, refundRevision: 0 },
            { at, refundedAmount, currency, revision },
          ),
        ),
    })),
  },
  {
    name: 'late-money-is-kept',
    service: 'orders',
    bug: 'Money that arrives for an ended order is recorded but not refunded.',
    services: reacting(({ dependencies }) => ({
      PaymentSucceeded: ({ orderId, amount, currency }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) => {
          const decision = recordPayment(order, { at, amount, currency });
          if (decision.outcome === 'rejected' || order.status === 'AWAITING_PAYMENT') return decision;
          return accept(...decision.events.filter(({ type }) => type !== 'RefundRequested'));
        }),
    })),
  },
  {
    name: 'cancellation-loses-to-kitchen',
    service: 'orders',
    bug: 'The orders service confirms to the kitchen that it may start a cancelled order.',
    services: reacting(({ dependencies }) => ({
      FulfilmentStarted: ({ orderId }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          order.status === 'CANCELLED'
            ? accept({ type: 'PreparationConfirmed', at, again: true })
            : confirmPreparation(order, { at }),
        ),
    })),
  },
  {
    name: 'older-price-wins',
    service: 'orders',
    bug: 'The price list keeps the product revision that arrives last, even if it is older.',
    ports: (ports, { stores }) => ({
      ...ports,
      prices: {
        ...ports.prices,
        record: async (price) => {
          const newest = stores.prices.known.get(price.productId);
          const recorded = await ports.prices.record(price);
          if (recorded === 'recorded' || newest === undefined) return recorded;
          const { revision: _older, ...outdated } = price;
          return ports.prices.record({ ...outdated, revision: newest.revision + 1e-6 });
        },
      },
    }),
  },
];
