import { carryOutRefund } from '../../../functions/payments/carry-out-refund/carry-out-refund.ts';
import { changePayment } from '../../../functions/payments/domain/change-payment.ts';
import { answerClosure } from '../../../functions/payments/domain/collect.ts';
import { isCaptured, isPayable } from '../../../functions/payments/domain/payment.ts';
import { refundOf } from '../../../functions/payments/domain/refunds.ts';
import { ownMessages } from '../../../functions/payments/reactions.ts';
import { accept, reject } from '../../../shared/kernel/decision.ts';
import type { Reactions } from '../../../shared/messaging/dispatch.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some reactions of payments. */
const reacting =
  (replace: (services: Services) => Partial<Reactions<'payments-inbox'>>): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      'payments-inbox': { ...services.reactions['payments-inbox'], ...replace(services) },
    },
  });

/** Bugs in payments. */
export const paymentsMutants: readonly Mutant[] = [
  {
    name: 'cancelled-without-asking',
    service: 'payments',
    bug: 'A cancellation closes the payment here and leaves its session open at the provider.',
    services: reacting(({ dependencies, reactions }) => ({
      OrderCancelled: async (data, context) => {
        const { payments } = dependencies;
        const changed = await changePayment(payments, data.orderId, context, (payment, at) =>
          isPayable(payment)
            ? accept({ type: 'PaymentClosed', session: payment.session, at })
            : answerClosure(payment),
        );
        if (changed.outcome === 'missing') await reactions['payments-inbox'].OrderCancelled(data, context);
      },
    })),
  },
  {
    name: 'closed-before-session',
    service: 'payments',
    bug: 'A closure that finds no session recorded closes nothing at the provider, where one may be about to open.',
    services: reacting(({ dependencies, reactions }) => {
      const close: Reactions<'payments-inbox'>['PaymentClosureRequested'] = async (data, context) => {
        const { payments } = dependencies;
        const stored = await payments.payments.load(data.orderId);
        if (stored?.state.status !== 'PENDING' || stored.state.session !== undefined) {
          return reactions['payments-inbox'].PaymentClosureRequested(data, context);
        }
        return changePayment(payments, data.orderId, context, (payment, at) =>
          isPayable(payment)
            ? accept({ type: 'PaymentClosed', session: payment.session, at })
            : answerClosure(payment),
        );
      };
      return { PaymentClosureRequested: close, OrderCancelled: close, OrderExpired: close };
    }),
  },
  {
    name: 'refund-stuck-pending',
    service: 'payments',
    bug: 'A refund that is PENDING already is taken for one that somebody else carries out, also after a crash.',
    services: reacting(({ dependencies, reactions }) => ({
      RefundRequested: async (data, context) => {
        const payment = (await dependencies.payments.payments.load(data.orderId))?.state;
        if (payment !== undefined && refundOf(payment, data.refundId)?.status === 'PENDING') return;
        await reactions['payments-inbox'].RefundRequested(data, context);
      },
    })),
  },
  {
    name: 'refund-never-carried-out',
    service: 'payments',
    bug: "An administrator's refund stands in the ledger, and nobody carries it out.",
    services: reacting(() => ({ RefundAccepted: () => Promise.resolve() })),
  },
  {
    name: 'slow-refund-taken-for-settled',
    service: 'payments',
    bug: 'A refund that the provider has only taken on counts as given back.',
    ports: (ports) => ({
      ...ports,
      gateway: {
        ...ports.gateway,
        refund: async (order) => {
          const result = await ports.gateway.refund(order);
          return result.outcome === 'taken-on' ? { outcome: 'settled' } : result;
        },
      },
    }),
  },
  {
    name: 'returned-refund-overlooked',
    service: 'payments',
    bug: 'A webhook about a refund that has settled is passed over, also when the bank sent the money back.',
    services: (services) => {
      const { payments } = services.dependencies.payments;
      const real = ownMessages(services.dependencies.payments)['RefundWebhookReceived']!;
      const react: typeof real.react = async (data, context) => {
        const { orderId, refundId } = data as { readonly orderId: string; readonly refundId: string };
        const payment = (await payments.load(orderId))?.state;
        if (payment !== undefined && refundOf(payment, refundId)?.status === 'SETTLED') return;
        await real.react(data, context);
      };
      const own = { ...services.own['payments-inbox'], RefundWebhookReceived: { ...real, react } };
      return { ...services, own: { ...services.own, 'payments-inbox': own } };
    },
  },
  {
    name: 'refund-above-what-is-left',
    service: 'payments',
    bug: 'The automatic refund is of all that was captured, whatever was given back before.',
    services: reacting(({ dependencies, reactions }) => ({
      RefundRequested: async (data, context) => {
        const { payments } = dependencies;
        const opened = await changePayment(payments, data.orderId, context, (payment, at) => {
          if (!isCaptured(payment)) return reject('nothing-captured');
          if (refundOf(payment, data.refundId) !== undefined) return accept();
          return accept({
            type: 'AutomaticRefundOpened',
            refund: {
              refundId: data.refundId,
              amount: payment.amount,
              status: 'PENDING',
              reason: data.reason,
              requestedAt: at,
              attempt: 1,
            },
          });
        });
        if (opened.outcome !== 'accepted') return reactions['payments-inbox'].RefundRequested(data, context);
        return carryOutRefund(payments)(data.orderId, data.refundId, context);
      },
    })),
  },
  {
    name: 'refusal-forgotten',
    service: 'payments',
    bug: 'Of a payment that was refused for good only the first answer says so.',
    services: reacting(({ dependencies, reactions }) => ({
      PaymentRequested: async (data, context) => {
        const { payments } = dependencies;
        const stored = await payments.payments.load(data.orderId);
        if (stored?.state.status !== 'CLOSED')
          return reactions['payments-inbox'].PaymentRequested(data, context);
        const { session, closedAt } = stored.state;
        return changePayment(payments, data.orderId, context, () =>
          accept({ type: 'PaymentClosed', session, at: closedAt }),
        );
      },
    })),
  },
  {
    name: 'link-never-created',
    service: 'payments',
    bug: 'A repeated PaymentRequested is taken for a duplicate, also when no session was opened yet.',
    services: reacting(({ dependencies, reactions }) => ({
      PaymentRequested: async (data, context) => {
        const stored = await dependencies.payments.payments.load(data.orderId);
        if (stored === undefined) await reactions['payments-inbox'].PaymentRequested(data, context);
      },
    })),
  },
  {
    name: 'acknowledged-before-durable',
    service: 'payments',
    bug: 'A webhook is acknowledged while it is still being put on the queue.',
    services: (services, { ports }) => ({
      ...services,
      receiveWebhook: async (rawBody, headers, cause) => {
        const webhook = await ports.verifier.verify(rawBody, headers);
        if (webhook.outcome !== 'verified') return services.receiveWebhook(rawBody, headers, cause);
        // The answer goes out first; a function that has answered may be frozen at any moment.
        return undefined;
      },
    }),
  },
  {
    name: 'webhook-by-message-id',
    service: 'payments',
    bug: 'A webhook counts as applied once its id was noted, also when the worker died before applying it.',
    services: (services) => {
      const seen = new Set<string>();
      const real = ownMessages(services.dependencies.payments)['PaymentWebhookReceived']!;
      return {
        ...services,
        own: {
          ...services.own,
          'payments-inbox': {
            ...services.own['payments-inbox'],
            PaymentWebhookReceived: {
              ...real,
              react: async (data, context) => {
                const { webhookId } = data as { readonly webhookId: string };
                if (seen.has(webhookId)) return;
                seen.add(webhookId);
                await real.react(data, context);
              },
            },
          },
        },
      };
    },
  },
  {
    name: 'other-amount-taken',
    service: 'payments',
    bug: 'A webhook for another amount is dropped silently instead of resting for a person to see.',
    services: (services) => {
      const real = ownMessages(services.dependencies.payments)['PaymentWebhookReceived']!;
      return {
        ...services,
        own: {
          ...services.own,
          'payments-inbox': {
            ...services.own['payments-inbox'],
            PaymentWebhookReceived: {
              ...real,
              react: async (data, context) => {
                const { webhookId } = data as { readonly webhookId: string };
                if (!webhookId.startsWith('odd_')) await real.react(data, context);
              },
            },
          },
        },
      };
    },
  },
];
