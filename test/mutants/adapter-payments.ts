import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in requests to payment providers, and in reading their responses and webhooks. */
export const providerMutants: readonly UnitMutant[] = [
  ...plantedIn('adapter', 'shared/kernel/money.ts', 'test/unit/adapters/provider-requests.test.ts', [
    [
      'stripe-ugx-without-factor',
      'Amounts in UGX are sent to Stripe without the factor of 100 that Stripe expects.',
      "2: 'ISK UGX' }",
      "2: 'ISK' }",
    ],
    [
      'stripe-mga-with-factor',
      'Amounts in MGA are sent to Stripe in hundredths instead of whole units, so the customer pays 100 times too much.',
      "perCurrency({ 0: 'MGA', 2:",
      'perCurrency({ 2:',
    ],
  ]),
  ...plantedIn('adapter', 'shared/kernel/money.ts', 'test/unit/shared/kernel/money.test.ts', [
    [
      'decimals-of-node',
      'Amounts are shown with the decimals that Node has for a currency, so 1,500.00 HUF is shown as 150,000 HUF.',
      'const decimals = decimalsOf(currency);\n  return formatOf',
      "const decimals = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;\n  return formatOf",
    ],
    [
      'third-decimal-is-charged',
      'A total in KWD may end in any digit, and Stripe refuses it when the customer has ordered.',
      "perCurrency({ 10: 'BHD JOD KWD OMR TND', 100",
      "perCurrency({ 10: 'BHD JOD OMR TND', 100",
    ],
    [
      'largest-total-in-our-units',
      'The largest total is not converted to the units of Stripe, so a total in UGX may have 14 digits there.',
      'fromProviderAmount(MAX_AT_PROVIDER, currency)',
      'MAX_AT_PROVIDER',
    ],
  ]),
  ...plantedIn(
    'domain',
    'functions/payments/domain/refunds.ts',
    'test/unit/functions/payments/domain/refunds.test.ts',
    [
      [
        'refund-of-a-third-decimal',
        'A refund that Stripe cannot make is accepted, and fails later.',
        "if (amount % stepOf(payment.currency) !== 0) return reject('amount-not-payable');",
        '',
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
        'A refund in UGX is not converted to Stripe’s units, so only a hundredth of it is refunded.',
        'amount: toStripeAmount(amount, currency),',
        'amount,',
      ],
      [
        'stripe-odd-answer-is-a-refund',
        'Any JSON response counts as a refund that Stripe accepted.',
        'return refundResultOf(known(refund));',
        'return refundResultOf(refund);',
      ],
      [
        'stripe-converts-currency',
        'Stripe may charge the customer in a currency other than the order’s.',
        'adaptive_pricing: { enabled: false },',
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-events.ts',
    'test/unit/functions/payments/adapters/stripe-webhooks.test.ts',
    [
      [
        'stripe-webhook-without-factor',
        'The amount in a webhook is not converted from Stripe’s units, so the payment does not match its order.',
        'const money = { amount: fromStripeAmount(amount, currency),',
        'const money = { amount,',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-webhooks.ts',
    'test/unit/functions/payments/adapters/stripe-webhooks.test.ts',
    [
      [
        'stripe-old-webhook-is-taken',
        'A Stripe webhook is accepted however old its signature is, so an attacker can replay it.',
        'TOLERANCE_SECONDS = 300',
        'TOLERANCE_SECONDS = 0',
      ],
      [
        'stripe-unpaid-session-is-paid',
        'A session that is complete but unpaid counts as paid.',
        "if (payment_status !== 'paid')",
        'if (payment_status === null)',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-events.ts',
    'test/unit/functions/payments/adapters/stripe-refund-webhooks.test.ts',
    [
      [
        'stripe-refund-webhook-without-factor',
        'The amount in a refund webhook is not converted from Stripe’s units.',
        'const money = { amount: fromStripeAmount(amount, currency),',
        'const money = { amount,',
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
        'A session is created without an idempotency key, so an order may get two sessions.',
        '{ idempotencyKey: orderId }',
        '{}',
      ],
      [
        'stripe-refund-without-key',
        'A refund is requested without an idempotency key, so the customer may be refunded twice.',
        '{ idempotencyKey: key }',
        '{}',
      ],
      [
        'stripe-refund-forgets-the-first',
        'A message that is processed again after Stripe has forgotten its key makes the refund a second time.',
        "if (refund.metadata?.['refundKey'] === key) return refund;",
        '',
      ],
      [
        'stripe-payment-without-time',
        'The session that is requested after a refused expiry lacks its charge, so the time of the payment is unknown.',
        '.retrieve(sessionId, withCharge)\n',
        '.retrieve(sessionId)\n',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/payments/adapters/stripe-values.ts',
    'test/unit/functions/payments/adapters/stripe-payment-gateway.test.ts',
    [
      [
        'stripe-refund-is-always-settled',
        'A refund that Stripe has only accepted counts as settled.',
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
        'A webhook with a wrong signature is accepted.',
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
        'A session at the simulator is created without an idempotency key.',
        "await post('/gateway/sessions', body, orderId)",
        "await post('/gateway/sessions', body)",
      ],
      [
        'simulator-refund-without-key',
        'A refund at the simulator is requested without an idempotency key.',
        'await post(path, { amount }, key)',
        'await post(path, { amount })',
      ],
      [
        'simulator-refund-refusal-is-retried',
        'A refund that the simulator rejects permanently is retried.',
        "if (answer.status === 402 || code === 'gateway.refund-exceeds-payment')",
        "if (code === 'gateway.refund-exceeds-payment')",
      ],
    ],
  ),
];
