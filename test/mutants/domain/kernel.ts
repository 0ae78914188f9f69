import { plantedIn } from '../planted-in.ts';
import type { UnitMutant } from '../unit-mutant.ts';

/** Bugs in aggregates, in events and outboxes, in the fields of stored states, and in the list of transient errors. */
export const kernelMutants: readonly UnitMutant[] = [
  ...plantedIn('shared', 'shared/kernel/aggregate.ts', 'test/unit/shared/kernel/aggregate.test.ts', [
    [
      'creation-publishes-nothing',
      'A new aggregate is stored without an outbox, so its events are never published.',
      'events.length === 0 ? undefined : publish(',
      'events.length >= 0 ? undefined : publish(',
    ],
    [
      'tombstone-is-answered',
      'Changing a tombstone returns the tombstone instead of failing with 404.',
      ' || isTombstone(changed.state)) {\n        throw',
      ') {\n        throw',
    ],
    [
      'refusal-is-a-success',
      'A change that the rules reject returns the unchanged state instead of an error.',
      "if (changed.outcome === 'rejected') throw refusals[changed.reason](changed.state);",
      '',
    ],
    [
      'event-names-old-version',
      'Events are published with the version before the change, so two changes have the same event id.',
      'version: stored.version + 1, trace',
      'version: stored.version, trace',
    ],
  ]),
  ...plantedIn('shared', 'shared/kernel/aggregate.ts', 'test/unit/shared/kernel/without.test.ts', [
    [
      'one-field-dropped',
      'An event that removes several fields from a state removes only the first.',
      'names.map(String)',
      'names.slice(0, 1).map(String)',
    ],
    [
      'unknown-fields-lost',
      'A state loses fields that a later version of the code added.',
      'filter(([name]) => !dropped.includes(name))',
      "filter(([name]) => ['status', 'orderId', 'paidAt', 'link'].includes(name) && !dropped.includes(name))",
    ],
  ]),
  ...plantedIn(
    'domain',
    'functions/payments/domain/payment-event.ts',
    'test/unit/functions/payments/domain/evolve.test.ts',
    [
      [
        'payment-loses-unknown-fields',
        'A capture rebuilds the payment from known fields, so it loses fields that a later version of the code added.',
        "return { ...kept, status: 'CAPTURED', session, capturedAt, refunds: [] };",
        "const { orderId, customerId, amount, currency, payBy, requestedAt, correlationId } = kept;\n      return { orderId, customerId, amount, currency, payBy, requestedAt, correlationId, status: 'CAPTURED', session, capturedAt, refunds: [] };",
      ],
    ],
  ),
  ...plantedIn(
    'domain',
    'functions/fulfilment/domain/ticket.ts',
    'test/unit/functions/fulfilment/domain/evolve.test.ts',
    [
      [
        'cancelled-ticket-keeps-start',
        'A cancelled ticket keeps the times when it was started and became ready.',
        '...without(record, [...openOnly, ...customerTexts]),',
        '...record,',
      ],
    ],
  ),
  ...plantedIn('shared', 'shared/errors.ts', 'test/unit/shared/kernel/transient.test.ts', [
    [
      'server-errors-are-final',
      'A failure with status 503 counts as permanent: a message moves to the dead-letter queue, and a caller gets a 500.',
      '($metadata?.httpStatusCode ?? 0) >= 500 ||',
      '($metadata?.httpStatusCode ?? 0) > 503 ||',
    ],
    [
      'lost-connection-is-final',
      'A lost connection counts as permanent, so it is not retried.',
      'transientCodes.test(String(code)) ||',
      '',
    ],
    [
      'conflict-is-final',
      'A conflict between two transactions counts as permanent, so it is not retried.',
      '|TransactionConflict|',
      '|',
    ],
    [
      'cause-is-ignored',
      'An error whose cause is transient counts as permanent.',
      '(cause instanceof Error && isTransient(cause))',
      'false',
    ],
    [
      'any-failure-is-transient',
      'A name that only ends like a transient error counts as transient, so a defect is retried.',
      '|^InternalFailure$|',
      '|InternalFailure|Exception$|',
    ],
  ]),
  ...plantedIn(
    'shared',
    'shared/events/integration-event.ts',
    'test/unit/shared/messaging/consumer.test.ts',
    [
      [
        'cause-is-the-cause-before',
        'An event caused by a message has the causation id of that message instead of its id.',
        'causationId: message.id,',
        'causationId: message.causationId,',
      ],
    ],
  ),
  ...plantedIn('shared', 'shared/events/integration-event.ts', 'test/unit/shared/messaging/relay.test.ts', [
    [
      'event-at-another-time',
      'Events have the time of their publication instead of the time of the change.',
      '    time: at,\n',
      '    time: new Date().toISOString(),\n',
    ],
  ]),
  ...plantedIn(
    'shared',
    'shared/persistence/versioned-items.ts',
    'test/unit/shared/persistence/versioned-items.test.ts',
    [
      [
        'state-has-index-attributes',
        'A loaded state contains its index attributes and keeps them when they no longer apply.',
        "'expiresAt', ...indexNames]",
        "'expiresAt']",
      ],
      [
        'state-has-outbox',
        'A loaded state contains its outbox, so the next save publishes the events again.',
        "['pk', 'version', 'outbox', 'expiresAt', ...indexNames]",
        "['pk', 'version', 'expiresAt', ...indexNames]",
      ],
      [
        'item-has-empty-outbox',
        'An item without events has an empty outbox, so the relay is invoked for nothing.',
        '...(outbox === undefined ? {} : { outbox }),',
        'outbox: outbox ?? null,',
      ],
    ],
  ),
];
