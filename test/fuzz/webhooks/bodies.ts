import * as fc from 'fast-check';
import { AMOUNT, orderIds, sessionIdOf } from '../consumers/known.ts';
import { hostileValue } from '../values/hostile.ts';
import type { JsonSchema } from '../values/from-schema.ts';
import { mutated, notJson, untouched, type Sample } from '../values/mutation.ts';

/** The type of the message that a webhook becomes, if it is signed and unchanged. */
export type Becomes = 'PaymentWebhookReceived' | 'RefundWebhookReceived' | 'MoneyWebhookReceived' | 'nothing';

export interface Body extends Sample {
  readonly becomes: Becomes;
}

const text: JsonSchema = { type: 'string' };
const whole: JsonSchema = { type: 'integer' };
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const all = Object.values(orderIds);
const orderId = fc.constantFrom(...all);
const amount = fc.constantFrom(AMOUNT, 1, 1000, 1_000_000_000_000);
const session = fc.constantFrom(...all.map(sessionIdOf));
const correlationId = fc.constantFrom('request-1', 'a b', '💥');

/**
 * Valid bodies of one kind, and the type of message that they become. The schema declares only the fields that the
 * service needs.
 */
interface Kind {
  readonly values: fc.Arbitrary<unknown>;
  readonly schema: JsonSchema;
  readonly becomes: Becomes;
}

/** The bodies of the simulated provider (Standard Webhooks). */
const standard: readonly Kind[] = [
  {
    values: fc.record({
      type: fc.constantFrom('payment.succeeded', 'payment.failed'),
      data: fc.record(
        {
          sessionId: session,
          orderId,
          amount,
          currency: fc.constantFrom('EUR', 'JPY'),
          paidAt: fc.constantFrom('2026-03-01T09:00:00.000Z', null),
          reason: fc.constantFrom('card_declined', null),
          metadata: fc.record({ correlationId }),
        },
        { requiredKeys: ['sessionId', 'orderId', 'amount', 'currency'] },
      ),
    }),
    schema: object({
      type: text,
      data: object({ sessionId: text, orderId: text, amount: whole, currency: text }),
    }),
    becomes: 'PaymentWebhookReceived',
  },
  {
    values: fc.record({
      type: fc.constantFrom('payment.refunded', 'dispute.opened', 'dispute.closed'),
      data: fc.record({ sessionId: session }),
    }),
    schema: object({ type: text, data: object({ sessionId: text }) }),
    becomes: 'MoneyWebhookReceived',
  },
  {
    values: fc.record({ type: fc.constantFrom('customer.created', '', 'toString'), data: fc.jsonValue() }),
    schema: object({ type: text }),
    becomes: 'nothing',
  },
];

const stripeEvent = (types: readonly string[], about: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record({
    id: fc.uuid().map((id) => `evt_${id}`),
    object: fc.constant('event'),
    type: fc.constantFrom(...types),
    created: fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }),
    data: fc.record({ object: about }),
  });
const stripeSchema = (about: JsonSchema, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  object({ id: text, type: text, data: object({ object: about }), ...more });

const currency = fc.constantFrom('eur', 'usd');
const stripeAmount = fc.constantFrom(AMOUNT, 1, 100, 99_999_999);
const metadata = fc.record({ orderId, correlationId }, { requiredKeys: ['orderId'] });

/** The events of Stripe that the service handles, and other events (docs.stripe.com/api/events/types). */
const stripe: readonly Kind[] = [
  {
    values: stripeEvent(
      ['checkout.session.completed', 'checkout.session.async_payment_succeeded'],
      fc.record({
        id: session,
        amount_total: stripeAmount,
        currency,
        metadata,
        payment_status: fc.constant('paid'),
      }),
    ),
    schema: stripeSchema(
      object({
        id: text,
        amount_total: whole,
        currency: text,
        payment_status: text,
        metadata: object({ orderId: text }),
      }),
      { created: whole },
    ),
    becomes: 'PaymentWebhookReceived',
  },
  {
    values: stripeEvent(
      ['payment_intent.payment_failed'],
      fc.record({
        amount: stripeAmount,
        currency,
        metadata,
        last_payment_error: fc.constantFrom({ code: 'card_declined' }, { decline_code: 'lost_card' }, null),
      }),
    ),
    schema: stripeSchema(object({ amount: whole, currency: text, metadata: object({ orderId: text }) })),
    becomes: 'PaymentWebhookReceived',
  },
  {
    values: stripeEvent(
      ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'],
      fc.record({
        amount: stripeAmount,
        currency,
        status: fc.constantFrom('succeeded', 'failed', 'canceled'),
        failure_reason: fc.constantFrom(undefined, null, 'lost_or_stolen_card'),
        payment_intent: fc.constantFrom('pi_1', null),
        metadata: fc.record({
          orderId,
          refundId: fc.constantFrom('refund-a', 'auto:1'),
          attempt: fc.constantFrom('1', '2'),
          correlationId,
        }),
      }),
    ),
    schema: stripeSchema(object({ amount: whole, currency: text })),
    becomes: 'RefundWebhookReceived',
  },
  {
    values: stripeEvent(
      [
        'charge.refunded',
        'charge.dispute.created',
        'charge.dispute.closed',
        'charge.dispute.funds_withdrawn',
      ],
      fc.record({ id: fc.constant('dp_1'), payment_intent: fc.constantFrom('pi_1', { id: 'pi_1' }) }),
    ),
    schema: stripeSchema({ type: 'object' }),
    becomes: 'MoneyWebhookReceived',
  },
  {
    values: stripeEvent(['payout.paid', '', 'constructor'], fc.jsonValue()),
    schema: object({ type: text }),
    becomes: 'nothing',
  },
];

export type Provider = 'simulator' | 'stripe';

const ofKind = ({ values, schema, becomes }: Kind): fc.Arbitrary<Body> =>
  fc
    .oneof({ weight: 1, arbitrary: untouched(values) }, { weight: 2, arbitrary: mutated(values, schema) })
    .map((sample) => ({ ...sample, becomes }));

/** Bodies of a provider's webhooks: valid ones, changed ones, and texts that are not bodies. */
export const bodiesOf = (provider: Provider): fc.Arbitrary<Body> => {
  const kinds = provider === 'stripe' ? stripe : standard;
  const none = fc.oneof(
    notJson(kinds[0]!.values),
    untouched(hostileValue).map((one) => ({ ...one, claim: 'open' as const, note: 'any JSON' })),
  );
  return fc.oneof(...kinds.map((kind) => ({ weight: 3, arbitrary: ofKind(kind) })), {
    weight: 2,
    arbitrary: none.map((sample) => ({ ...sample, becomes: 'nothing' as const })),
  });
};
