import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in what goes to queues, to the bus, and to customers. */
export const messageMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'adapter',
    'functions/notifications/adapters/dynamo-message-log.ts',
    'test/unit/adapters/conditional-writes.test.ts',
    [
      [
        'message-claimed-twice',
        'A claim ignores a message that is sent already, so the customer gets it twice.',
        '(attribute_not_exists(${placeholder}) OR ${placeholder}.claimedUntil <= :now)',
        '(attribute_exists(pk) OR ${placeholder}.claimedUntil <= :now)',
      ],
      [
        'claim-never-runs-out',
        'A claim of a worker that died is never free again.',
        '${placeholder}.claimedUntil <= :now',
        '${placeholder}.claimedUntil <= :never',
      ],
      [
        'settled-order-is-asked-to-pay',
        'A request to pay is claimed for an order that is settled.',
        "...(meaning === 'asks' ? ['attribute_not_exists(settledAt)'] : [])",
        '',
      ],
      [
        'refused-claim-has-no-log',
        'A refused claim does not ask for the log that stood in its way.',
        "ReturnValuesOnConditionCheckFailure: 'ALL_OLD',",
        '',
      ],
    ],
  ),
  ...plantedIn('adapter', 'functions/orders/adapters/sqs-ticks.ts', 'test/unit/adapters/queues.test.ts', [
    [
      'tick-comes-at-once',
      'A tick is sent without its delay, so the watchdog never rests.',
      'watchdogTick(tick, now(), trace), delaySeconds)',
      'watchdogTick(tick, now(), trace))',
    ],
  ]),
  ...plantedIn('adapter', 'shared/messaging/sqs-client.ts', 'test/unit/adapters/queues.test.ts', [
    [
      'delay-is-dropped',
      'A message of a queue is sent without its delay.',
      '...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),',
      '',
    ],
    [
      'queue-host-is-called',
      'The host in a queue’s URL is called, which leads nowhere beside an emulator.',
      'new SQSClient({ useQueueUrlAsEndpoint: false })',
      'new SQSClient({ maxAttempts: 1 })',
    ],
    [
      'dead-letter-has-no-code',
      'A dead letter does not say why it rests.',
      '        code: attribute(cause.code),\n',
      '',
    ],
  ]),
  ...plantedIn('adapter', 'functions/inventory/adapters/system.ts', 'test/unit/adapters/queues.test.ts', [
    [
      'requeue-comes-at-once',
      'A request for stock comes again at once, and meets the same contention.',
      '1 + Math.floor(Math.random() * LONGEST_SECONDS)',
      'Math.floor(Math.random() * LONGEST_SECONDS)',
    ],
  ]),
  ...plantedIn(
    'adapter',
    'simulators/payment-gateway/adapters/sqs-webhook-queue.ts',
    'test/unit/adapters/queues.test.ts',
    [
      [
        'webhook-comes-at-once',
        'The simulator sends a late webhook at once.',
        'DelaySeconds: delaySeconds,',
        'DelaySeconds: 0,',
      ],
      [
        'webhook-dead-letter-is-delivered',
        'The simulator gives a webhook up by delivering it once more.',
        'QueueUrl: deadLetterUrl',
        'QueueUrl: queueUrl',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/ops/adapters/sqs-dead-letter-queues.ts',
    'test/unit/adapters/dead-letter-queues.test.ts',
    [
      [
        'redrive-keeps-cause',
        'A dead letter is sent back with the cause of its last failure.',
        '.filter(([name]) => !CAUSE_ATTRIBUTES.includes(name))',
        '.filter(() => CAUSE_ATTRIBUTES.length > 0)',
      ],
      [
        'redrive-goes-round',
        'A dead letter is sent back to the queue in which it rests.',
        '{ url }: PlatformQueue, letter',
        '{ dlqUrl: url }: PlatformQueue, letter',
      ],
      [
        'refused-event-is-sent',
        'An event that the bus did not take counts as sent, so its dead letter is removed.',
        'if ((FailedEntryCount ?? 0) > 0 || entry?.EventId === undefined) {',
        'if (FailedEntryCount === undefined) {',
      ],
      [
        'dead-letters-hide',
        'Dead letters that somebody looked at are not released.',
        'VisibilityTimeout: 0,',
        'VisibilityTimeout: HIDDEN_SECONDS,',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/notifications/adapters/ses-mailer.ts',
    'test/unit/functions/notifications/adapters/providers.test.ts',
    [
      [
        'mail-refusal-is-retried',
        'An e-mail that SES refuses for good is sent again and again.',
        "  'MessageRejected',\n",
        '',
      ],
      [
        'throttled-mail-is-dropped',
        'An e-mail that SES has no capacity for counts as refused for good.',
        'if (refusals.includes(name) && !isOurs)',
        'if (!isOurs)',
      ],
      [
        'address-in-the-log',
        'The error of an e-mail carries SES’s message, which quotes the address.',
        "'SES did not take the e-mail',",
        'message,',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/notifications/adapters/sns-texter.ts',
    'test/unit/functions/notifications/adapters/providers.test.ts',
    [
      [
        'number-in-the-log',
        'The error of a text message carries SNS’s message, which quotes the number.',
        "'SNS did not take the text message')",
        'String(error))',
      ],
    ],
  ),
  ...plantedIn(
    'use case',
    'functions/ops/redrive-dead-letters.ts',
    'test/unit/functions/ops/dead-letters.test.ts',
    [
      [
        'redrive-removes-before-sending',
        'A dead letter is removed before it is sent back, so it is lost when that fails.',
        'const result = await deadLetters.sendBack(queue, letter);',
        'await deadLetters.remove(queue, letter); const result = await deadLetters.sendBack(queue, letter);',
      ],
    ],
  ),
];
