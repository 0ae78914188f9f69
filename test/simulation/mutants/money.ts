import { recordRefund } from '../../../functions/orders/domain/refund.ts';
import type { OrderEvent } from '../../../functions/orders/domain/order.ts';
import type { OwnMessages } from '../../../shared/messaging/consumer.ts';
import type { MessageContext } from '../../../shared/kernel/messages.ts';
import { accept } from '../../../shared/kernel/aggregate.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

/** Replaces reactions of the payments service to messages that this service sends to itself. */
const ownReacting =
  (
    replace: (
      services: Services,
    ) => Readonly<Record<string, (data: unknown, context: MessageContext) => Promise<void>>>,
  ): NonNullable<Mutant['services']> =>
  (services) => {
    const own = services.own['payments-inbox'] ?? {};
    const replaced: OwnMessages = Object.fromEntries(
      Object.entries(replace(services)).map(([type, react]) => [type, { ...own[type]!, react }]),
    );
    return { ...services, own: { ...services.own, 'payments-inbox': { ...own, ...replaced } } };
  };

/** Bugs in how Orderly records money that moves at the provider without Orderly's request. */
export const moneyMutants: readonly Mutant[] = [
  {
    name: 'money-at-provider-overlooked',
    service: 'payments',
    bug: 'Webhooks about refunds and disputes that were made at the provider are ignored.',
    services: ownReacting(() => ({ MoneyWebhookReceived: () => Promise.resolve() })),
  },
  {
    name: 'lost-webhooks-never-asked-for',
    service: 'payments',
    bug: 'Nothing asks the provider about a refund whose webhook was lost.',
    services: (services) => ({ ...services, sweepPayments: () => Promise.resolve(0) }),
  },
  {
    name: 'lost-dispute-counts-as-won',
    service: 'payments',
    bug: 'A lost dispute is recorded as won, so its money counts as held.',
    ports: (ports) => ({
      ...ports,
      gateway: {
        ...ports.gateway,
        statement: async (sessionId) => {
          const statement = await ports.gateway.statement(sessionId);
          const disputes = statement.disputes.map((one) =>
            one.status === 'LOST' ? { ...one, status: 'WON' as const } : one,
          );
          return { ...statement, disputes };
        },
      },
    }),
  },
  {
    name: 'wholly-refunded-is-prepared',
    service: 'orders',
    bug: 'A paid order stays PAID if all of its money was refunded at the provider.',
    services: (services) => ({
      ...services,
      reactions: {
        ...services.reactions,
        'orders-inbox': {
          ...services.reactions['orders-inbox'],
          RefundCompleted: async (data, context) => {
            if (data.refundId !== 'outside')
              return services.reactions['orders-inbox'].RefundCompleted(data, context);
            return services.dependencies.changeOrder(data.orderId, context, (order, at) => {
              const decision = recordRefund(order, { ...data, at });
              if (decision.outcome === 'rejected') return decision;
              return accept<OrderEvent>(...decision.events.filter(({ type }) => type === 'RefundRecorded'));
            });
          },
        },
      },
    }),
  },
];
