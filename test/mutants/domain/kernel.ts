import { plantedIn } from '../planted-in.ts';
import type { UnitMutant } from '../unit-mutant.ts';

/** Bugs in aggregates, in states without some fields, in outboxes, and in what counts as transient. */
export const kernelMutants: readonly UnitMutant[] = [
  ...plantedIn('shared', 'shared/kernel/aggregate.ts', 'test/unit/shared/kernel/aggregate.test.ts', [
    [
      'creation-publishes-nothing',
      'A new aggregate is stored without an outbox.',
      'events.length === 0 ? undefined : publish(',
      'events.length >= 0 ? undefined : publish(',
    ],
    [
      'tombstone-is-answered',
      'A change of a tombstone answers the tombstone instead of 404.',
      ' || isTombstone(changed.state)) {\n        throw',
      ') {\n        throw',
    ],
    [
      'refusal-is-a-success',
      'A change that the rules refuse answers the unchanged state.',
      "if (changed.outcome === 'rejected') throw refusals[changed.reason](changed.state);",
      '',
    ],
    [
      'event-names-old-version',
      'Events are published with the version before the change, so two changes have one event id.',
      'version: stored.version + 1, trace',
      'version: stored.version, trace',
    ],
  ]),
  ...plantedIn('shared', 'shared/kernel/aggregate.ts', 'test/unit/shared/kernel/without.test.ts', [
    [
      'one-field-dropped',
      'A state loses only the first of the fields that an event ends.',
      'names.map(String)',
      'names.slice(0, 1).map(String)',
    ],
    [
      'unknown-fields-lost',
      'A state loses fields that were added later.',
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
        'A capture builds the payment anew, so it loses fields that were added later.',
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
        'A cancelled ticket keeps when it was started and became ready.',
        "return { ...without(record, openOnly), status: 'CANCELLED'",
        "return { ...record, status: 'CANCELLED'",
      ],
    ],
  ),
  ...plantedIn('shared', 'shared/errors.ts', 'test/unit/shared/kernel/transient.test.ts', [
    [
      'server-errors-are-final',
      'A failure with status 503 counts as final, so a message goes to the dead letters and a caller gets a 500.',
      '($metadata?.httpStatusCode ?? 0) >= 500 ||',
      '($metadata?.httpStatusCode ?? 0) > 503 ||',
    ],
    [
      'lost-connection-is-final',
      'A lost connection counts as a defect.',
      'transientCodes.test(String(code)) ||',
      '',
    ],
    [
      'conflict-is-final',
      'A transaction that met another one counts as a defect.',
      '|TransactionConflict|',
      '|',
    ],
    [
      'cause-is-ignored',
      'An error whose cause is transient counts as a defect.',
      '(cause instanceof Error && isTransient(cause))',
      'false',
    ],
    [
      'any-failure-is-transient',
      'A name that only ends as a transient one does counts as transient, so a defect is repeated.',
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
        'What follows from a message names the cause of that message and not the message.',
        'causationId: message.id,',
        'causationId: message.causationId,',
      ],
    ],
  ),
  ...plantedIn('shared', 'shared/events/integration-event.ts', 'test/unit/shared/messaging/relay.test.ts', [
    [
      'event-at-another-time',
      'Events have the time of the relay and not that of their change.',
      'time: at, correlationId',
      'time: new Date().toISOString(), correlationId',
    ],
  ]),
  ...plantedIn(
    'shared',
    'shared/persistence/versioned-items.ts',
    'test/unit/shared/persistence/versioned-items.test.ts',
    [
      [
        'state-has-index-attributes',
        'A state that is read has the attributes of its index, and keeps them when they no longer apply.',
        "'outbox', ...indexNames]",
        "'outbox']",
      ],
      [
        'state-has-outbox',
        'A state that is read has its outbox, so the next version publishes it again.',
        "['pk', 'version', 'outbox', ...indexNames]",
        "['pk', 'version', ...indexNames]",
      ],
      [
        'item-has-empty-outbox',
        'An item that publishes nothing has an outbox, so the relay is woken for nothing.',
        '...(outbox === undefined ? {} : { outbox }),',
        'outbox: outbox ?? null,',
      ],
    ],
  ),
];
