import { carryOutRefund } from '../../../functions/payments/domain/carry-out-refund.ts';
import { answerClosure } from '../../../functions/payments/domain/collect.ts';
import { isCaptured, isPayable, refundOf } from '../../../functions/payments/domain/payment.ts';
import { ownMessages } from '../../../functions/payments/reactions.ts';
import { accept, reject } from '../../../shared/kernel/aggregate.ts';
import type { SingleReactions } from '../../../shared/messaging/consumer.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

const reacting =
  (
    replace: (services: Services) => Partial<SingleReactions<'payments-inbox'>>,
  ): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      'payments-inbox': { ...services.reactions['payments-inbox'], ...replace(services) },
    },
  });

export const paymentsMutants: readonly Mutant[] = [
  {
    name: 'cancelled-without-asking',
    service: 'payments',
    bug: 'A cancellation closes the payment but leaves its session open at the provider.',
    services: reacting(({ dependencies, reactions }) => ({
      OrderCancelled: async (data, context) => {
        const { payments } = dependencies;
        const changed = await payments.payments.change(data.orderId, context, (payment, at) =>
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
    bug: 'A closure without a recorded session closes nothing at the provider, although a session may be about to open.',
    services: reacting(({ dependencies, reactions }) => {
      const close: SingleReactions<'payments-inbox'>['PaymentClosureRequested'] = async (data, context) => {
        const { payments } = dependencies;
        const stored = await payments.payments.load(data.orderId);
        if (stored?.state.status !== 'PENDING' || stored.state.session !== undefined) {
          return reactions['payments-inbox'].PaymentClosureRequested(data, context);
        }
        return payments.payments.change(data.orderId, context, (payment, at) =>
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
    bug: 'A PENDING refund is left to the worker that started it, even if that worker crashed.',
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
    bug: "An administrator's refund is recorded in the ledger but never carried out.",
    services: reacting(() => ({ RefundAccepted: () => Promise.resolve() })),
  },
  {
    name: 'slow-refund-taken-for-settled',
    service: 'payments',
    bug: 'A refund that the provider has only accepted counts as settled.',
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
    bug: 'A webhook about a settled refund is ignored, even if the bank returned the money.',
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
    bug: 'The automatic refund covers the whole capture and ignores earlier refunds.',
    services: reacting(({ dependencies, reactions }) => ({
      RefundRequested: async (data, context) => {
        const { payments } = dependencies;
        const opened = await payments.payments.change(data.orderId, context, (payment, at) => {
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
    bug: 'Only the first PaymentClosed says that the provider rejected the payment permanently.',
    services: reacting(({ dependencies, reactions }) => ({
      PaymentRequested: async (data, context) => {
        const { payments } = dependencies;
        const stored = await payments.payments.load(data.orderId);
        if (stored?.state.status !== 'CLOSED')
          return reactions['payments-inbox'].PaymentRequested(data, context);
        const { session, closedAt } = stored.state;
        return payments.payments.change(data.orderId, context, () =>
          accept({ type: 'PaymentClosed', session, at: closedAt }),
        );
      },
    })),
  },
  {
    name: 'link-never-created',
    service: 'payments',
    bug: 'A repeated PaymentRequested counts as a duplicate even if no session was opened yet.',
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
    bug: 'A webhook is acknowledged before it is on the queue.',
    services: (services, { ports }) => ({
      ...services,
      receiveWebhook: async (rawBody, headers, trace) => {
        const webhook = await ports.verifier.verify(rawBody, headers);
        if (webhook.outcome !== 'verified') return services.receiveWebhook(rawBody, headers, trace);
        // The response is sent without queueing the webhook, as if Lambda froze the function before the webhook was
        // queued.
        return undefined;
      },
    }),
  },
  {
    name: 'webhook-by-message-id',
    service: 'payments',
    bug: 'A webhook counts as applied once its id is recorded, even if the worker dies before applying it.',
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
    bug: 'A webhook for another amount is dropped instead of moving to the dead-letter queue.',
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
