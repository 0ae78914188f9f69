import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in how payment providers are asked and understood. */
export const providerMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-money.ts',
    'test/unit/adapters/provider-requests.test.ts',
    [
      [
        'stripe-ugx-without-factor',
        'Shillings are sent to Stripe without their factor of 100.',
        "new Set(['ISK', 'UGX'])",
        "new Set(['ISK'])",
      ],
      [
        'stripe-mga-with-factor',
        'Ariary are sent to Stripe in hundredths, so the customer pays a hundredfold.',
        "new Set(['MGA'])",
        'new Set()',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-payment-gateway.ts',
    'test/unit/adapters/provider-requests.test.ts',
    [
      [
        'stripe-refund-without-factor',
        'A refund is asked for in our units, so a hundredth is given back.',
        'amount: toStripeAmount(amount, currency),',
        'amount,',
      ],
      [
        'stripe-odd-answer-is-a-refund',
        'Anything in JSON counts as a refund that was taken on.',
        'return refundResultOf(known(refund));',
        'return refundResultOf(refund);',
      ],
      [
        'stripe-converts-currency',
        'Stripe may charge in another currency than the order’s.',
        'adaptive_pricing: { enabled: false },',
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-webhooks.ts',
    'test/unit/functions/payments/adapters/stripe-webhooks.test.ts',
    [
      [
        'stripe-webhook-without-factor',
        'A webhook’s amount is read in Stripe’s units, so the payment does not match its order.',
        'const money = { amount: fromStripeAmount(amount, currency),',
        'const money = { amount,',
      ],
      [
        'stripe-old-webhook-is-taken',
        'A webhook of Stripe is taken however old its signature is, so it can be replayed.',
        'TOLERANCE_SECONDS = 300',
        'TOLERANCE_SECONDS = 0',
      ],
      [
        'stripe-unpaid-session-is-paid',
        'A session that is complete and not paid counts as paid.',
        "if (payment_status !== 'paid')",
        'if (payment_status === null)',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-webhooks.ts',
    'test/unit/functions/payments/adapters/stripe-refund-webhooks.test.ts',
    [
      [
        'stripe-refund-webhook-without-factor',
        'A refund’s amount is read in Stripe’s units.',
        '      amount: fromStripeAmount(amount, currency),\n',
        '      amount,\n',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-payment-gateway.ts',
    'test/unit/functions/payments/adapters/stripe-payment-gateway.test.ts',
    [
      [
        'stripe-session-without-key',
        'A session is asked for without an idempotency key, so an order may have two.',
        '{ idempotencyKey: orderId }',
        '{}',
      ],
      [
        'stripe-refund-without-key',
        'A refund is asked for without an idempotency key, so money may go back twice.',
        '{ idempotencyKey: key }',
        '{}',
      ],
      [
        'stripe-refund-forgets-the-first',
        'A refund of an old message is made again after Stripe has forgotten its key.',
        "if (refund.metadata?.['refundKey'] === key) return refund;",
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-refund.ts',
    'test/unit/functions/payments/adapters/stripe-payment-gateway.test.ts',
    [
      [
        'stripe-refund-is-always-settled',
        'A refund that Stripe has only taken on counts as settled.',
        "if (status === 'succeeded')",
        "if (status !== 'failed')",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/simulator-webhooks.ts',
    'test/unit/functions/payments/adapters/simulator-webhooks.test.ts',
    [
      [
        'simulator-webhook-is-not-verified',
        'A webhook with a wrong signature is taken.',
        'if (error instanceof WebhookVerificationError) return false;',
        'if (error instanceof WebhookVerificationError) return true;',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/simulator-payment-gateway.ts',
    'test/unit/adapters/provider-requests.test.ts',
    [
      [
        'simulator-session-without-key',
        'A session is asked for from the simulator without an idempotency key.',
        "await post('/gateway/sessions', body, orderId)",
        "await post('/gateway/sessions', body)",
      ],
      [
        'simulator-refund-without-key',
        'A refund is asked for from the simulator without an idempotency key.',
        'await post(path, { amount }, key)',
        'await post(path, { amount })',
      ],
      [
        'simulator-refund-refusal-is-retried',
        'A refund that is refused for good is asked for again and again.',
        "if (answer.status === 402 || code === 'gateway.refund-exceeds-payment')",
        "if (code === 'gateway.refund-exceeds-payment')",
      ],
    ],
  ),
];
