import * as z from 'zod/mini';
import { Amount, storableText } from '../../../shared/events/fields.ts';
import { fromStripeAmount } from './stripe-values.ts';

/**
 * The last second of the year 9999, in seconds since 1970. ISO 8601 cannot express later times with a year of four
 * digits.
 */
const LAST_SECOND = 253_402_300_799;

/** An id of Stripe. "Strings of at most 255 characters" (docs.stripe.com/upgrades). */
const Id = storableText(255);

/**
 * An event of Stripe (API reference, "The Event object"). Only what this service uses is declared, because Stripe adds
 * fields at any time. The event's id becomes part of event ids, whose length is limited.
 */
export const StripeEvent = z.object({
  id: storableText(150),
  type: z.string(),
  created: z.int().check(z.minimum(0), z.maximum(LAST_SECOND)),
  data: z.object({ object: z.unknown() }),
});
export type StripeEvent = z.output<typeof StripeEvent>;

/** A code of Stripe, such as a decline code. */
const Code = z.nullish(storableText(500));

/** Amount, currency and metadata are checked later, because they matter only for objects that this service has made. */
const payable = { amount: z.unknown(), currency: z.unknown(), metadata: z.unknown() };

/** A Checkout session. */
export const SessionObject = z.object({
  id: Id,
  amount_total: z.unknown(),
  currency: z.unknown(),
  metadata: z.unknown(),
  payment_status: z.unknown(),
});

/** A payment intent. */
export const PaymentObject = z.object({
  ...payable,
  last_payment_error: z.nullish(z.object({ decline_code: Code, code: Code })),
});

/** A charge, a refund or a dispute. The object may belong to no payment intent. */
export const MoneyObject = z.object({
  payment_intent: z.nullish(z.union([Id, z.object({ id: Id })])),
});

/** A refund. */
export const RefundObject = z.object({
  ...payable,
  payment_intent: z.nullish(z.union([Id, z.object({ id: Id })])),
  status: z.nullish(z.string()),
  failure_reason: Code,
});

const StripeMoney = z.object({
  amount: z.int().check(z.minimum(0)),
  currency: z.string().check(z.regex(/^[a-z]{3}$/i)),
});

/**
 * Converts an amount of Stripe to our minor units.
 * @returns `undefined` if the amount or currency is invalid, or if the amount is not a whole number of our units.
 */
export const moneyOf = (
  stripeAmount: unknown,
  stripeCurrency: unknown,
): { readonly amount: number; readonly currency: string } | undefined => {
  const parsed = StripeMoney.safeParse({ amount: stripeAmount, currency: stripeCurrency });
  if (!parsed.success) return undefined;
  const { amount, currency } = parsed.data;
  const money = { amount: fromStripeAmount(amount, currency), currency: currency.toUpperCase() };
  return Amount.safeParse(money.amount).success ? money : undefined;
};
