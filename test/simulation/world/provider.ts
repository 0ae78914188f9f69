import type { PaymentGateway, RefundOrder } from '../../../functions/payments/domain/payment-gateway.ts';
import type { Dispute } from '../../../functions/payments/domain/payment.ts';
import type { MoneyReport, PaymentReport, RefundReport } from '../../../functions/payments/domain/webhook.ts';
import type { ReceiveWebhook } from '../../../functions/payments/receive-webhook.ts';
import type { GatewaySession } from '../../support/memory/gateway-session.ts';
import { memoryPaymentGateway } from '../../support/memory/payment-gateway.ts';
import { peopleAtProvider } from './people-at-provider.ts';
import { SIGNATURE, type Report } from './webhook-signature.ts';
import type { World } from './world.ts';

/** The provider gives up a webhook after sending it this many times without an acknowledgement. */
const WEBHOOK_TRIES = 6;

/** Called with each webhook that Orderly acknowledged. */
export type OnWebhook = (report: Report, signed: boolean) => void;

/** The simulated payment provider: its API, payment pages and webhooks. */
export interface SimulatedProvider {
  /** The API, without network faults. */
  readonly gateway: PaymentGateway;
  sessionOf(orderId: string): GatewaySession | undefined;
  refundedOf(orderId: string): number;
  /** Minor units that were refunded, by Orderly or at the provider, and then returned by the bank. */
  returnedOf(orderId: string): number;
  /** Minor units that the provider holds for an order. */
  heldOf(orderId: string): number;
  disputesOf(orderId: string): readonly Dispute[];
  /** Sends the lost webhooks about refunds and disputes again, as an operator does. Returns how many. */
  resendLost(): number;
  /**
   * Pays as the customer, on the payment page.
   * @returns whether the page accepted the payment.
   */
  pay(orderId: string): boolean;
  decline(orderId: string): void;
  /** Sends a forged webhook that claims that the order was paid. */
  forge(orderId: string): void;
  connect(receive: ReceiveWebhook, onAcknowledged: OnWebhook): void;
}

/** Creates the provider. It acts once for each idempotency key, and repeats its result for a repeated key. */
export const createProvider = (world: World): SimulatedProvider => {
  const { kernel, faults, random, trace } = world;
  const memory = memoryPaymentGateway({ now: kernel.now });
  const refusedKeys = new Set<string>();
  const refusedSessions = new Set<string>();
  let webhooks = 0;
  let receive: ReceiveWebhook | undefined;
  let onAcknowledged: OnWebhook = () => undefined;

  const gateway: PaymentGateway = {
    createSession: (request) => {
      const { orderId, payBy } = request;
      const isNew = memory.sessionOf(orderId) === undefined;
      if (isNew && faults.strikes('session-refused')) refusedSessions.add(orderId);
      memory.misbehave({ refuseSessions: refusedSessions.has(orderId) });
      if (isNew && !refusedSessions.has(orderId)) {
        trace.note(() => `provider: a session for ${world.orderName(orderId)}`);
        if (faults.strikes('session-expired')) {
          const msUntilPayBy = Date.parse(payBy) - kernel.milliseconds();
          kernel.after(Math.max(0, msUntilPayBy) + random.below(60_000), () => expireByItself(orderId));
        }
      }
      return memory.createSession(request);
    },
    expireSession: (sessionId) => memory.expireSession(sessionId),
    orderOf: (paymentId) => memory.orderOf(paymentId),
    statement: (sessionId) => memory.statement(sessionId),
    refund: (order) => {
      const isThere = () => memory.sessions.get(order.sessionId)?.refunds.has(order.key) === true;
      const isNew = !isThere();
      if (isNew && faults.strikes('refund-refused')) refusedKeys.add(order.key);
      const isSlow = isNew && faults.strikes('refund-slow');
      memory.misbehave({ refuseRefunds: refusedKeys.has(order.key), refundsTakeTime: isSlow });
      trace.note(
        () =>
          `provider: refund ${order.amount} of ${order.sessionId}, refused: ${refusedKeys.has(order.key)}`,
      );
      const result = memory.refund(order);
      // The refund does not exist if the provider refused it, because of a fault or because too little money was left.
      if (isNew && isThere()) goOn(order, isSlow);
      return result;
    },
  };

  /** Schedules what happens to an accepted refund: a slow refund ends later, and the bank may return a settled one. */
  const goOn = (order: RefundOrder, isSlow: boolean): void => {
    const later = (act: () => void): void => kernel.after(1 + random.below(world.longestDelayMs), act);
    const comesBack = faults.strikes('refund-returned');
    const end = (status: 'settled' | 'failed'): void => {
      memory.endRefund(order, status);
      trace.note(() => `provider: refund ${order.key} ${status}`);
      announceRefund(order, status);
    };
    if (!isSlow && comesBack) later(() => end('failed'));
    if (!isSlow) return;
    later(() => {
      if (comesBack && random.chance(0.5)) return end('failed');
      end('settled');
      return comesBack ? later(() => end('failed')) : undefined;
    });
  };

  const expireByItself = (orderId: string): void => {
    const session = memory.sessionOf(orderId);
    if (session?.status !== 'open') return;
    trace.note(() => `provider: the session of ${world.orderName(orderId)} expires`);
    void memory.expireSession(session.id);
  };

  /** The webhooks about refunds and disputes that did not reach Orderly. */
  const lost: Report[] = [];
  /** True if closing the payment also finds what the webhook reports. If lost, such a webhook is never sent again. */
  const isFoundByClosure = (report: Report): boolean => !('refundId' in report || 'paymentId' in report);

  const deliver = (report: Report, signature: string, correlationId: string, tries: number): void => {
    const what =
      'outcome' in report ? `(${report.outcome}) of ${world.orderName(report.orderId)}` : report.paymentId;
    const about = `webhook ${report.webhookId} ${what}`;
    kernel.start({
      name: about,
      cause: 'webhook',
      timeoutMs: 20_000,
      run: async () => {
        const cause = { correlationId: `request:${report.webhookId}`, causationId: report.webhookId };
        await receive?.(JSON.stringify({ ...report, correlationId }), { signature }, cause);
      },
      end: ({ kind }) => {
        trace.note(() => `${about}: ${kind}`);
        if (kind === 'answered') return onAcknowledged(report, signature === SIGNATURE);
        if (signature !== SIGNATURE) return undefined;
        if (tries >= WEBHOOK_TRIES) return isFoundByClosure(report) ? undefined : void lost.push(report);
        const again = () => deliver(report, signature, correlationId, tries + 1);
        return kernel.after(1000 * 2 ** Math.min(tries, WEBHOOK_TRIES) + random.below(1000), again);
      },
    });
  };

  const send = (report: Report, signature = SIGNATURE): void => {
    const session =
      'paymentId' in report ? memory.sessions.get(report.paymentId) : memory.sessionOf(report.orderId);
    const correlationId = session?.request.correlationId ?? 'none';
    const late = faults.strikes('webhook-late') ? random.below(world.longestDelayMs) : 0;
    kernel.after(late + 1 + random.below(500), () => deliver(report, signature, correlationId, 1));
  };

  const reportOf = (session: GatewaySession, outcome: PaymentReport['outcome']): PaymentReport => {
    webhooks += 1;
    return {
      outcome,
      webhookId: `msg_${webhooks}`,
      orderId: session.request.orderId,
      sessionId: session.id,
      amount: session.amount,
      currency: session.currency,
      ...(session.paidAt === undefined ? {} : { paidAt: session.paidAt }),
      ...(outcome === 'failed' ? { reason: 'card-declined' } : {}),
    };
  };

  const announceRefund = (order: RefundOrder, outcome: RefundReport['outcome']): void => {
    webhooks += 1;
    const { orderId, refundId, attempt } = order.reference;
    const { amount, currency } = order;
    const report = { outcome, webhookId: `msg_${webhooks}`, orderId, refundId, attempt, amount, currency };
    announceMoney(report);
  };

  const announceMoney = (report: RefundReport | MoneyReport): void => {
    if (faults.strikes('webhook-lost')) {
      trace.note(() => `provider: FAULT webhook ${report.webhookId} is lost`);
      lost.push(report);
      return;
    }
    send(report);
    if (faults.strikes('webhook-twice')) send(report);
  };

  const announce = (session: GatewaySession, outcome: PaymentReport['outcome']): void => {
    const report = reportOf(session, outcome);
    const { webhookId } = report;
    if (faults.strikes('webhook-of-another-amount')) {
      trace.note(() => `provider: FAULT webhook ${webhookId} is also sent with another amount`);
      send({ ...reportOf(session, 'succeeded'), amount: session.amount + 1, webhookId: `odd_${webhookId}` });
    }
    if (faults.strikes('webhook-lost')) {
      trace.note(() => `provider: FAULT webhook ${webhookId} is lost`);
      return;
    }
    send(report);
    if (faults.strikes('webhook-twice')) send(report);
  };

  const meddle = peopleAtProvider(world, memory, (paymentId) => {
    webhooks += 1;
    announceMoney({ webhookId: `msg_${webhooks}`, paymentId });
  });

  return {
    gateway,
    sessionOf: (orderId) => memory.sessionOf(orderId),
    refundedOf: (orderId) => {
      const session = memory.sessionOf(orderId);
      return session === undefined ? 0 : memory.refundedOf(session.id);
    },
    returnedOf: (orderId) => {
      const session = memory.sessionOf(orderId);
      return session === undefined ? 0 : memory.returnedOf(session.id);
    },
    heldOf: (orderId) => {
      const session = memory.sessionOf(orderId);
      return session === undefined ? 0 : memory.heldOf(session.id);
    },
    disputesOf: (orderId) => memory.sessionOf(orderId)?.disputes ?? [],
    resendLost: () => {
      const again = lost.splice(0);
      for (const report of again) send(report);
      return again.length;
    },
    pay: (orderId) => {
      const session = memory.sessionOf(orderId);
      if (session === undefined || session.status === 'paid') return false;
      const taken = memory.pay(session.id);
      trace.note(
        () => `customer pays ${world.orderName(orderId)}: ${taken ? 'accepted' : 'the session is closed'}`,
      );
      if (taken) {
        announce(memory.sessionOf(orderId)!, 'succeeded');
        meddle(memory.sessionOf(orderId)!);
      }
      return taken;
    },
    decline: (orderId) => {
      const session = memory.sessionOf(orderId);
      if (session?.status !== 'open') return;
      trace.note(() => `customer's card for ${world.orderName(orderId)} is declined`);
      announce(session, 'failed');
    },
    forge: (orderId) => {
      const session = memory.sessionOf(orderId);
      if (session === undefined || !faults.strikes('webhook-forged')) return;
      trace.note(() => `FAULT a forger claims that ${world.orderName(orderId)} was paid`);
      send({ ...reportOf(session, 'succeeded'), webhookId: `forged_${webhooks}` }, 'made-up');
    },
    connect: (receiver, listener) => {
      receive = receiver;
      onAcknowledged = listener;
    },
  };
};
