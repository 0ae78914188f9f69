import { describe, expect, it } from '@jest/globals';
import type { PaymentGateway } from '../../../../functions/payments/domain/payment-gateway.ts';
import type { PaymentStore } from '../../../../functions/payments/domain/payment-store.ts';
import { eventSchemas, type EventType } from '../../../../shared/events/catalog.ts';
import { QueueMessageSchema } from '../../../../shared/events/integration-event.ts';
import { declined, paymentsWorld, refundReturned, SESSION } from '../../../support/payments/world.ts';

/**
 * The moment at which a worker dies: at the n-th port call after `arm`, before or after this port call takes effect.
 */
interface Death {
  readonly call: number;
  readonly effect: 'before' | 'after';
}

/** The payments service in memory. Its worker dies once, at the given call of a port (store or provider). */
const mortalWorld = (death: Death | undefined) => {
  let armed = false;
  let calls = 0;
  const through = async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    if (!armed) return act();
    calls += 1;
    const dies = death !== undefined && calls === death.call;
    if (dies && death.effect === 'before') throw new Error('killed');
    const answer = await act();
    if (dies) throw new Error('killed');
    return answer;
  };
  const store = (real: PaymentStore): PaymentStore => ({
    load: (id) => through(() => real.load(id)),
    insert: (payment, outbox) => through(() => real.insert(payment, outbox)),
    save: (payment, version, outbox) => through(() => real.save(payment, version, outbox)),
    waiting: (limit) => through(() => real.waiting(limit)),
  });
  const gateway = (real: PaymentGateway): PaymentGateway => ({
    createSession: (request) => through(() => real.createSession(request)),
    expireSession: (id) => through(() => real.expireSession(id)),
    refund: (order) => through(() => real.refund(order)),
    orderOf: (id) => through(() => real.orderOf(id)),
    statement: (id) => through(() => real.statement(id)),
  });
  const world = paymentsWorld({ store, gateway });
  return {
    world,
    arm: () => {
      armed = true;
    },
    calls: () => calls,
  };
};

type World = ReturnType<typeof paymentsWorld>;
type Step = (world: World) => Promise<unknown>;

const request: Step = (world) => world.request();
const pay: Step = async (world) => world.provider.pay(SESSION);
const webhook: Step = (world) => world.webhook();

/** The steps before a crash, and the message during which the worker dies. */
const scenarios: readonly (readonly [name: string, before: readonly Step[], message: Step])[] = [
  ['a request for payment', [], request],
  ['a repeated request', [request], request],
  ['a request that a closure overtook', [(world) => world.close()], request],
  [
    'a request for a payment that the provider refuses for good',
    [async (world) => world.provider.misbehave({ refuseSessions: true })],
    request,
  ],
  ['a capture', [request, pay], webhook],
  ['a decline', [request], (world) => world.webhook(declined)],
  ['a closure without a payment', [], (world) => world.close()],
  ['a closure of an open session', [request], (world) => world.close()],
  ['a closure of a session that was paid', [request, pay], (world) => world.close()],
  ['a closure of a captured payment', [request, pay, webhook], (world) => world.close()],
  [
    'a closure of a payment whose session is not recorded',
    [
      async (world) => {
        world.provider.misbehave({ timeOutAfterActing: 1 });
        await expect(world.request()).rejects.toMatchObject({ kind: 'unavailable' });
      },
    ],
    (world) => world.close(),
  ],
  ['an automatic refund', [request, pay, webhook], (world) => world.refundAll()],
  [
    'an automatic refund beside an administrator’s',
    [request, pay, webhook, (world) => world.refundPayment({ key: 'a', amount: 300 })],
    (world) => world.refundAll(),
  ],
  [
    'an automatic refund that is refused',
    [request, pay, webhook, async (world) => world.provider.misbehave({ refuseRefunds: true })],
    (world) => world.refundAll(),
  ],
  [
    'an administrator’s refund',
    [request, pay, webhook, (world) => world.refundPayment({ key: 'a', amount: 300 })],
    (world) => world.refundAccepted('a'),
  ],
  [
    'a refund that the provider takes on',
    [
      request,
      pay,
      webhook,
      async (world) => world.provider.misbehave({ refundsTakeTime: true }),
      (world) => world.refundPayment({ key: 'a', amount: 300 }),
    ],
    (world) => world.refundAccepted('a'),
  ],
  [
    'a refund that the bank sends back',
    [
      request,
      pay,
      webhook,
      (world) => world.refundPayment({ key: 'a', amount: 300 }),
      (world) => world.refundAccepted('a'),
    ],
    (world) => world.refundWebhook(refundReturned),
  ],
  [
    'taking on an administrator’s refund',
    [request, pay, webhook],
    (world) => world.refundPayment({ key: 'a', amount: 300 }),
  ],
];

/** Runs a scenario. If the worker dies, the message is delivered once more. */
const run = async (before: readonly Step[], message: Step, death?: Death) => {
  const { world, arm, calls } = mortalWorld(death);
  for (const step of before) await step(world);
  arm();
  const died = await message(world).then(
    () => false,
    (error: unknown) => String(error).includes('killed'),
  );
  if (died) await message(world);
  return { world, calls: calls(), died };
};

/** The result that must be the same with and without a crash. */
const endOf = ({ payment, provider, published }: World) => ({
  payment: payment(),
  sessions: [...provider.sessions.values()],
  events: new Set(published.map(({ id }) => id)),
});

describe.each(scenarios)('%s whose worker dies', (_, before, message) => {
  it.each(['before', 'after'] as const)(
    '%s any call of a port takes effect is resumed to the same end',
    async (effect) => {
      const calm = await run(before, message);
      expect(calm.calls).toBeGreaterThan(1);
      for (let call = 1; call <= calm.calls; call += 1) {
        const resumed = await run(before, message, { call, effect });
        expect({ call, died: resumed.died }).toEqual({ call, died: true });
        // If the worker died before it recorded a refusal, the refund is requested again with the same key.
        // If it died afterwards, a new attempt begins, whose refusal publishes a second RefundFailed.
        if (resumed.world.types().filter((type) => type === 'RefundFailed').length > 1) {
          expect(resumed.world.payment()).toMatchObject({
            status: 'CAPTURED',
            refunds: [{ status: 'FAILED' }],
          });
        } else {
          expect(endOf(resumed.world)).toEqual(endOf(calm.world));
        }
      }
    },
  );

  it('publishes nothing but what the catalogue describes', async () => {
    const { world } = await run(before, message);
    expect(world.published.length).toBeGreaterThan(0);
    for (const event of world.published) {
      expect(QueueMessageSchema.safeParse(event).success).toBe(true);
      expect(eventSchemas[event.type as EventType].parse(event.data)).toEqual(event.data);
    }
  });
});
