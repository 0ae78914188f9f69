import { describe, expect, it } from '@jest/globals';
import { eventSchemas, type EventData, type publishedBy } from '../../../../shared/events/catalog.ts';
import {
  AT,
  AUTO,
  automatic,
  declined,
  ORDER,
  paymentsWorld,
  requested,
  SESSION,
  succeeded,
} from '../../../support/payments/world.ts';

type World = ReturnType<typeof paymentsWorld>;
type Published = keyof (typeof publishedBy)['payments'];

const customer = { orderId: ORDER, customerId: 'alice' };
const requestedPayment = async (world: World) => {
  await world.request();
};
const paid = async (world: World) => {
  await world.request();
  world.provider.pay(SESSION);
  await world.webhook();
};

/** How to cause an event (`when`), and its expected id and complete data. */
interface Publication<Type extends Published> {
  readonly when: (world: World) => Promise<void>;
  readonly id: string;
  readonly data: EventData<Type>;
}

const publications: { readonly [Type in Published]: Publication<Type> } = {
  PaymentLinkCreated: {
    when: requestedPayment,
    id: `PaymentLinkCreated:${ORDER}`,
    data: { ...requested, paymentLink: `https://pay.example/${SESSION}` },
  },
  PaymentSucceeded: {
    when: paid,
    id: `PaymentSucceeded:${ORDER}`,
    data: {
      ...customer,
      paymentId: SESSION,
      amount: 1000,
      currency: 'EUR',
      capturedAt: succeeded.paidAt ?? AT,
    },
  },
  PaymentFailed: {
    when: async (world) => {
      await world.request();
      await world.webhook(declined);
    },
    id: `PaymentFailed:${ORDER}:msg_0`,
    data: { ...customer, reason: 'card_declined' },
  },
  PaymentClosed: {
    when: async (world) => {
      world.provider.misbehave({ refuseSessions: true });
      await world.request();
    },
    id: `PaymentClosed:${ORDER}`,
    data: { orderId: ORDER, reason: 'refused-by-provider' },
  },
  RefundAccepted: {
    when: async (world) => {
      await paid(world);
      await world.refundPayment({ key: 'a', amount: 300 });
    },
    id: `RefundAccepted:${ORDER}:refund-a`,
    data: { orderId: ORDER, refundId: 'refund-a', amount: 300, currency: 'EUR', reason: 'broken' },
  },
  RefundCompleted: {
    when: async (world) => {
      await paid(world);
      await world.refundPayment({ key: 'a', amount: 300 });
      await world.refundAccepted('a');
    },
    id: `RefundCompleted:${ORDER}:refund-a`,
    data: {
      ...customer,
      refundId: 'refund-a',
      amount: 300,
      currency: 'EUR',
      refundedAmount: 300,
      revision: 5,
      reason: 'broken',
    },
  },
  RefundFailed: {
    when: async (world) => {
      await paid(world);
      await world.refundPayment({ key: 'a', amount: 300 });
      await world.refundAccepted('a');
      world.provider.misbehave({ refuseRefunds: true });
      await world.refundAll();
    },
    id: `RefundFailed:${ORDER}:${AUTO}`,
    data: {
      ...customer,
      refundId: automatic.refundId,
      amount: 700,
      currency: 'EUR',
      refundedAmount: 300,
      revision: 7,
      reason: 'gateway.refund-refused',
    },
  },
  PaymentDisputed: {
    when: async (world) => {
      await paid(world);
      world.provider.dispute(SESSION);
      await world.moneyMoved();
    },
    id: `PaymentDisputed:${ORDER}:dp_1_${SESSION}#OPEN`,
    data: {
      ...customer,
      disputeId: `dp_1_${SESSION}`,
      amount: 1000,
      currency: 'EUR',
      status: 'OPEN',
      reason: 'fraudulent',
    },
  },
};

describe('the events that the payments service publishes', () => {
  it.each(Object.keys(publications) as Published[])('%s has all of its data', async (type) => {
    const { when, ...publication } = publications[type];
    const world = paymentsWorld();
    await when(world);
    const messages = world.published.filter((message) => message.type === type);
    const trace = { correlationId: 'corr-1', causationId: 'cause-1' };
    expect(messages).toEqual([{ type, version: 1, time: AT, ...trace, ...publication }]);
    expect(eventSchemas[type].parse(publication.data)).toEqual(publication.data);
  });

  it('a closure that finds no payment is answered, without a reason', async () => {
    const world = paymentsWorld();
    await world.close();
    expect(world.published).toMatchObject([{ id: `PaymentClosed:${ORDER}` }]);
    expect(world.published[0]?.data).toEqual({ orderId: ORDER });
  });

  it('each further attempt of a refund publishes an event with a different id', async () => {
    const world = paymentsWorld();
    await publications.RefundFailed.when(world);
    world.provider.misbehave({});
    await world.refundAll();
    await world.refundAll();
    expect(world.ids('RefundCompleted').slice(1)).toEqual(
      Array(2).fill(`RefundCompleted:${ORDER}:${AUTO}#2`),
    );
  });
});
