import { confirmPreparation } from '../../../functions/orders/domain/fulfilment.ts';
import { recordPayment } from '../../../functions/orders/domain/payment.ts';
import { recordRefund } from '../../../functions/orders/domain/refund.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Reactions } from '../../../shared/messaging/dispatch.ts';
import type { Message } from '../../../shared/events/envelope.ts';
import { accept } from '../../../shared/kernel/decision.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

type OrdersReactions = Reactions<'orders-inbox'>;

/** Replaces some reactions of orders. */
const reacting =
  (replace: (services: Services) => Partial<OrdersReactions>): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      'orders-inbox': { ...services.reactions['orders-inbox'], ...replace(services) },
    },
  });

/** Bugs in orders; those of its watchdog are in `watchdog.ts`. */
export const ordersMutants: readonly Mutant[] = [
  {
    name: 'refusal-taken-for-expiry',
    service: 'orders',
    bug: 'An order whose payment the provider refuses expires, as if the customer had let the time to pay pass.',
    services: reacting(({ reactions }) => ({
      PaymentClosed: ({ orderId }, context) => reactions['orders-inbox'].PaymentClosed({ orderId }, context),
    })),
  },
  {
    name: 'status-overwritten',
    service: 'orders',
    bug: 'An order is saved whatever version is stored by then.',
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
    bug: 'The events are published first, and then the order is written, if it can be.',
    ports: (ports) => ({
      ...ports,
      orders: {
        ...ports.orders,
        save: async (order, version, outbox) => {
          if (outbox.length > 0) await ports.bus.publish(outbox as readonly Message[]);
          return ports.orders.save(order, version, outbox);
        },
      },
    }),
  },
  {
    name: 'completed-needs-ready',
    service: 'orders',
    bug: 'FulfilmentCompleted is ignored unless the order is READY, also when it overtook FulfilmentReady.',
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
    bug: 'RefundCompleted adds its amount, though it may come twice, instead of taking the cumulative one.',
    services: reacting(({ dependencies }) => ({
      RefundCompleted: ({ orderId, amount, revision = 0 }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          recordRefund(order, {
            at,
            refundedAmount: order.refundedAmount + amount,
            revision: Math.max(order.refundRevision ?? 0, revision),
          }),
        ),
    })),
  },
  {
    name: 'refunded-order-keeps-stock',
    service: 'orders',
    bug: 'A PAID order all of whose money went back stays PAID, with its stock and its ticket.',
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
    bug: 'What was given back never becomes less, also when the bank sends a refund back.',
    services: reacting(({ dependencies }) => ({
      RefundFailed: ({ orderId, refundedAmount, revision }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          recordRefund(order, {
            at,
            refundedAmount: Math.max(order.refundedAmount, refundedAmount),
            revision,
          }),
        ),
    })),
  },
  {
    name: 'later-report-wins',
    service: 'orders',
    bug: 'What was given back is what the report says that comes last, and not the one that was made last.',
    services: reacting(({ dependencies }) => ({
      RefundCompleted: ({ orderId, refundedAmount, revision }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) =>
          recordRefund({ ...order, refundedAmount: 0, refundRevision: 0 }, { at, refundedAmount, revision }),
        ),
    })),
  },
  {
    name: 'late-money-is-kept',
    service: 'orders',
    bug: 'Money that arrives for an ended order is noted, and not given back.',
    services: reacting(({ dependencies }) => ({
      PaymentSucceeded: ({ orderId, amount }, context) =>
        dependencies.changeOrder(orderId, context, (order, at) => {
          const decision = recordPayment(order, { at, amount });
          if (decision.outcome === 'rejected' || order.status === 'AWAITING_PAYMENT') return decision;
          return accept(...decision.events.filter(({ type }) => type !== 'RefundRequested'));
        }),
    })),
  },
  {
    name: 'cancellation-loses-to-kitchen',
    service: 'orders',
    bug: 'The start of a cancelled order is confirmed to the kitchen.',
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
    bug: 'The price list takes whatever revision of a product comes last.',
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
