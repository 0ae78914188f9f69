import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const retention = 'test/unit/functions/retention.test.ts';

/** Bugs in how long data is kept: data that expires too early, and old events that are processed again. */
export const retentionMutants: readonly UnitMutant[] = [
  ...plantedIn('domain', 'functions/orders/domain/order.ts', retention, [
    [
      'paid-order-expires',
      'An order that is paid but not handed over expires, and nobody delivers it or gives the money back.',
      "    case 'READY':\n      return false;\n    case 'COMPLETED':",
      "    case 'READY':\n    case 'COMPLETED':",
    ],
    [
      'owing-order-expires',
      'An ended order expires while the money of its customer is still to be refunded.',
      'return moneyHeld(order) <= 0;',
      'return true;',
    ],
  ]),
  ...plantedIn('domain', 'functions/payments/domain/payment.ts', retention, [
    [
      'unpaid-payment-expires',
      'A payment that the customer can still make expires, and a repeated request opens another one.',
      "    case 'FAILED':\n      return false;\n    case 'CLOSED':",
      "    case 'FAILED':\n    case 'CLOSED':",
    ],
    [
      'pending-refund-expires',
      'A payment expires while one of its refunds is under way.',
      "payment.refunds.some(({ status }) => status === 'PENDING') ||\n",
      '',
    ],
  ]),
  ...plantedIn('shared', 'shared/kernel/aggregate.ts', retention, [
    [
      'expiry-of-state-before',
      'A change writes the expiry of the state before, so a row that becomes active again expires.',
      'stored.version, outbox, expiresAt(state, at)',
      'stored.version, outbox, expiresAt(stored.state, at)',
    ],
  ]),
  ...plantedIn('shared', 'shared/messaging/consumer.ts', 'test/unit/shared/messaging/age-limit.test.ts', [
    [
      'old-message-processed',
      'A message that was redriven for months is processed after its rows have expired, and does its work again.',
      'if (ageLimit !== undefined) refuseIfTooOld(message, ageLimit);',
      '',
    ],
  ]),
  ...plantedIn(
    'domain',
    'functions/orders/domain/place.ts',
    'test/unit/functions/orders/domain/order-ids.test.ts',
    [
      [
        'id-used-again',
        'A key gives the id of its expired order again, so the new order gets stock of the old reservation.',
        "['order', customerId, String(one)]",
        "['order', customerId]",
      ],
    ],
  ),
  ...plantedIn('infrastructure', 'infra/kept-copies.ts', 'test/infra/kept-copies.test.ts', [
    [
      'shorter-than-the-archive',
      'A stage keeps orders for a shorter time than its archive keeps their events.',
      'return days < least ?',
      'return days < 1 ?',
    ],
    [
      'archive-forgotten',
      'The longest life of a copy leaves out that an archived event can wait in queues after its replay.',
      'archiveDays + messages',
      'archiveDays',
    ],
  ]),
  ...plantedIn('domain', 'functions/orders/domain/erasure.ts', 'test/unit/functions/orders/erasure.test.ts', [
    [
      'old-tick-continues-erasure',
      'A late tick of an erasure that is done continues the next one.',
      '  erasure.requestedAt === requestedAt &&\n  tick.number',
      '  tick.number',
    ],
    [
      'each-copy-continues-erasure',
      'Each copy of a tick continues the erasure, so failures multiply the ticks.',
      ' &&\n  erasure.lastTick.sentAt === tick.sentAt',
      '',
    ],
  ]),
];
