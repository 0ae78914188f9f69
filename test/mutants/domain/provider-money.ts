import { plantedIn } from '../planted-in.ts';
import type { UnitMutant } from '../unit-mutant.ts';

const moneyTest = 'test/unit/functions/payments/money-at-provider.test.ts';
const disputeTest = 'test/unit/functions/payments/disputes.test.ts';
const statementTest = 'test/unit/functions/payments/adapters/stripe-statement.test.ts';
const webhookTest = 'test/unit/functions/payments/adapters/stripe-refund-webhooks.test.ts';

/** Bugs in how Orderly records money that moves at the provider without Orderly's request. */
export const providerMoneyMutants: readonly UnitMutant[] = [
  ...plantedIn('domain', 'functions/payments/domain/payment.ts', moneyTest, [
    [
      'refunded-outside-not-counted',
      'Money that was refunded in the console counts as refundable, so the automatic refund requests too much.',
      ' - refundedOutside(payment));',
      ');',
    ],
  ]),
  ...plantedIn('domain', 'functions/payments/domain/statement.ts', moneyTest, [
    [
      'older-statement-recorded',
      'An older statement of the provider replaces a newer one.',
      "if (outsideRevision(payment) !== known) return reject('changed-meanwhile');",
      '',
    ],
    [
      'failed-refund-for-ever',
      'An automatic refund that failed is not tried again after money was refunded in the console.',
      'outsideRevision(payment) > (automatic.failedAtOutside ?? 0) &&',
      'outsideRevision(payment) < (automatic.failedAtOutside ?? 0) &&',
    ],
    [
      'own-refund-counts-as-outside',
      'A refund of this service counts as one that was made in the console.',
      '!(key && ownKeys.has(key))',
      'true',
    ],
  ]),
  ...plantedIn('domain', 'functions/payments/domain/payment.ts', disputeTest, [
    [
      'disputed-payment-expires',
      'A payment expires while a dispute about it is open.',
      'isDisputed(payment) ||\n        waitsForRefund(payment)\n      );',
      'waitsForRefund(payment)\n      );',
    ],
  ]),
  ...plantedIn('domain', 'functions/payments/domain/statement.ts', disputeTest, [
    [
      'lost-dispute-keeps-money',
      'The money of a lost dispute counts as held, so an ended order waits for its refund for ever.',
      "status === 'LOST' && fundsWithdrawn;",
      "status === 'LOST' && !fundsWithdrawn;",
    ],
  ]),
  ...plantedIn('use case', 'functions/payments/refunds/refund-order.ts', moneyTest, [
    [
      'refunds-without-asking',
      'The automatic refund does not ask what was refunded in the console, so it fails if the webhook was lost.',
      'if (payment !== undefined && isCaptured(payment)) await ask(orderId, trace);',
      '',
    ],
  ]),
  ...plantedIn('domain', 'functions/payments/domain/ask-provider.ts', moneyTest, [
    [
      'statement-not-confirmed',
      'An outdated statement is recorded, although another worker has read a newer one.',
      "changed.outcome === 'accepted' && outsideRevision(changed.state) === known;",
      "changed.outcome === 'accepted';",
    ],
  ]),
  ...plantedIn('use case', 'functions/payments/refunds/check-payment.ts', moneyTest, [
    [
      'refusal-asks-nobody',
      'If the provider refuses a refund, its statement is not read, so a lost webhook about the money is never noticed.',
      "if (status === 'FAILED') await check({ orderId }, context);",
      '',
    ],
  ]),
  ...plantedIn('adapter', 'functions/payments/adapters/stripe-statement.ts', statementTest, [
    [
      'stripe-status-of-later-is-won',
      'A status of a dispute that Stripe adds later counts as won.',
      "includes(status) ? 'WON' : 'OPEN';",
      "includes(status) ? 'WON' : 'WON';",
    ],
  ]),
  ...plantedIn('adapter', 'functions/payments/adapters/stripe-webhooks.ts', webhookTest, [
    [
      'dashboard-refund-ignored',
      "A refund that was made in Stripe's dashboard is ignored.",
      'if (!ours.success) return moneyReportOf(event, refund);',
      "if (!ours.success) return { outcome: 'ignored', type: event.type };",
    ],
  ]),
  ...plantedIn(
    'use case',
    'functions/payments/refunds/sweep-payments.ts',
    'test/unit/functions/payments/sweep-payments.test.ts',
    [
      [
        'sweep-checks-the-same-payments',
        'A sweep does not record which payments it asked about, so it never gets to the others.',
        "accept<PaymentEvent>({ type: 'ProviderAsked', at })",
        'accept<PaymentEvent>()',
      ],
    ],
  ),
];
