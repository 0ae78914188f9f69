import { plantedIn } from '../planted-in.ts';
import type { UnitMutant } from '../unit-mutant.ts';

/** Planted bugs: a service publishes wrong events, configures its aggregate wrongly, or reacts wrongly to an event. */
export const publicationMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'publications',
    'functions/orders/publications.ts',
    'test/unit/functions/orders/publications.test.ts',
    [
      [
        'placing-asks-for-no-stock',
        'Placing an order does not publish OrderCreated, so nobody reserves its stock.',
        'Placed: (_, order) => stockRequest(order, 1),',
        'Placed: nothing,',
      ],
      [
        'refund-without-id',
        'The event id of RefundRequested does not contain the refund id.',
        'all: true, reason }, refundId);',
        'all: true, reason });',
      ],
    ],
  ),
  ...plantedIn(
    'publications',
    'functions/payments/publications.ts',
    'test/unit/functions/payments/publications.test.ts',
    [
      [
        'tombstone-answers-nothing',
        'A closure that finds no payment is not answered, so the order waits until its deadline.',
        "event.type === 'PaymentClosed' ? [closed(state, event)] : []",
        '[]',
      ],
    ],
  ),
  ...plantedIn(
    'publications',
    'functions/payments/aggregate.ts',
    'test/unit/functions/payments/refunds.test.ts',
    [
      [
        'refund-of-a-tombstone',
        'Refunding an order without a payment fails with another error than 404.',
        "isTombstone: ({ status }) => status === 'TOMBSTONE',",
        '',
      ],
    ],
  ),
  ...plantedIn(
    'publications',
    'functions/inventory/publications.ts',
    'test/unit/functions/inventory/outbox.test.ts',
    [
      [
        'low-stock-once',
        'The event id of StockLow does not contain the stock version, so later events count as duplicates.',
        "eventId('StockLow', productId, version)",
        "eventId('StockLow', productId)",
      ],
      [
        'release-is-answered',
        'A release publishes StockReserved, which is the answer to OrderCreated.',
        'StockReleased: () => undefined,',
        "StockReleased: ({ orderId }, trace) =>\n    outboxOf('2026-01-01T00:00:00.000Z', trace, [outboxEvent('StockReserved', orderId, { orderId })]),",
      ],
    ],
  ),
  ...plantedIn(
    'publications',
    'functions/inventory/publications.ts',
    'test/unit/functions/inventory/reactions.test.ts',
    [
      [
        'repeated-answer-lost',
        'An order that asks again for stock gets no answer.',
        'AnswerRepeated: answer,',
        'AnswerRepeated: () => undefined,',
      ],
    ],
  ),
  ...plantedIn(
    'publications',
    'functions/fulfilment/publications.ts',
    'test/unit/functions/fulfilment/tickets.test.ts',
    [
      [
        'repeated-start-at-another-time',
        'A repeated start is published with the time of the repetition, so one event id has two contents.',
        "'at' in event ? event.at : now",
        'now',
      ],
      [
        'repeated-start-is-silent',
        'A repeated start publishes nothing, so a lost confirmation blocks the ticket forever.',
        "PreparationStartRepeated: 'FulfilmentStarted',",
        'PreparationStartRepeated: undefined,',
      ],
    ],
  ),
  ...plantedIn(
    'reactions',
    'functions/fulfilment/reactions.ts',
    'test/unit/functions/fulfilment/cancelled-tickets.test.ts',
    [
      [
        'early-confirmation-is-lost',
        'A confirmation is acknowledged even if its ticket does not exist yet, so the ticket is never confirmed.',
        "if (changed.outcome === 'missing') {",
        "if (changed.outcome === 'rejected') {",
      ],
    ],
  ),
  ...plantedIn(
    'reactions',
    'functions/notifications/reactions.ts',
    'test/unit/functions/notifications/reactions.test.ts',
    [
      [
        'refund-of-nothing-is-told',
        'A customer is notified of a refund of zero.',
        'data.amount !== 0 && ',
        '',
      ],
    ],
  ),
];
