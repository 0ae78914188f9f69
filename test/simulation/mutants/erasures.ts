import { erasureAggregate } from '../../../functions/orders/aggregate.ts';
import {
  forgetCustomer,
  type ForgetCustomerDependencies,
} from '../../../functions/orders/forget-customer.ts';
import type { MessageContext } from '../../../shared/kernel/messages.ts';
import { watchdogReactions } from '../../../functions/orders/reactions.ts';
import type { AllReactions } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some reactions of one queue. */
const reacting =
  <Name extends keyof AllReactions>(
    name: Name,
    replace: (real: AllReactions[Name]) => Partial<AllReactions[Name]>,
  ): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      [name]: { ...services.reactions[name], ...replace(services.reactions[name]) },
    },
  });

/**
 * Replaces some dependencies of the code that processes an erasure's tick (a delayed message that continues the
 * erasure).
 */
const forgetting =
  (changed: Partial<ForgetCustomerDependencies>): NonNullable<Mutant['services']> =>
  (services, { world, ports }) => {
    const { now, periods, orders } = services.dependencies;
    const forget = forgetCustomer({
      erasures: erasureAggregate(ports.erasures, now, 100),
      orders,
      store: ports.orders,
      ticks: ports.erasureTicks,
      newId: world.newId,
      now,
      settleSeconds: periods.erasureSettleSeconds,
      maxTickSeconds: periods.maxTickSeconds,
      ...changed,
    });
    const { ownMessages } = watchdogReactions(services.watch, forget);
    return { ...services, own: { ...services.own, 'orders-watchdog': ownMessages } };
  };

/**
 * A tick of an erasure is a delayed message that continues it. If a tick arrives twice, this bug also treats the second
 * copy as the tick that continues the erasure.
 */
const forgettingEachCopy: NonNullable<Mutant['services']> = (services, context) => {
  const erasures = erasureAggregate(context.ports.erasures, services.dependencies.now, 100);
  const change: typeof erasures.change = async (erasureId, trace, decide) => {
    const result = await erasures.change(erasureId, trace, decide);
    const { sentAt } = trace as Partial<MessageContext>;
    if (result.outcome !== 'accepted' || result.state.status !== 'UNDER_WAY' || sentAt === undefined)
      return result;
    const lastTick = { number: result.state.lastTick?.number ?? 1, sentAt };
    return { ...result, state: { ...result.state, lastTick } };
  };
  return forgetting({ erasures: { ...erasures, change } })(services, context);
};

/** Bugs in the erasure of customers, in several services. */
export const erasureMutants: readonly Mutant[] = [
  {
    name: 'erasure-ends-at-once',
    service: 'orders',
    bug: 'An erasure ends when it finds no order, so an order that is placed at the same moment keeps the id.',
    services: forgetting({ settleSeconds: 0 }),
  },
  {
    name: 'erasure-forgets-account',
    service: 'orders',
    bug: 'A request for erasure succeeds although the account could not be deleted.',
    ports: (ports) => ({
      ...ports,
      accounts: { remove: (customerId) => ports.accounts.remove(customerId).catch(() => undefined) },
    }),
  },
  {
    name: 'erasure-looks-once',
    service: 'orders',
    bug: 'An erasure sends no next tick, so it never ends.',
    services: forgetting({ ticks: { schedule: async () => undefined } }),
  },
  {
    name: 'erasure-ticks-multiply',
    service: 'orders',
    bug: 'Each copy of a tick continues the erasure, so failures multiply the ticks.',
    services: forgettingEachCopy,
  },
  {
    name: 'forgotten-before-payment',
    service: 'payments',
    bug: "OrderAnonymised that arrives before PaymentRequested does nothing, so the payment has the customer's id.",
    services: reacting('payments-inbox', ({ OrderAnonymised }) => ({
      OrderAnonymised: (data, context) => OrderAnonymised({ ...data, hasPayment: false }, context),
    })),
  },
  {
    name: 'forgotten-before-ticket',
    service: 'fulfilment',
    bug: "OrderAnonymised that arrives before OrderPaid does nothing, so the ticket has the customer's id.",
    services: reacting('fulfilment-inbox', ({ OrderAnonymised }) => ({
      OrderAnonymised: (data, context) => OrderAnonymised({ ...data, hasTicket: false }, context),
    })),
  },
  {
    name: 'contact-is-kept',
    service: 'notifications',
    bug: 'A request for erasure leaves the contact details.',
    services: reacting('notifications-inbox', () => ({
      CustomerErasureRequested: async () => undefined,
    })),
  },
];
