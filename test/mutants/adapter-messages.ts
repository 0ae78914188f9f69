import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in the messages that are sent to queues, to the bus and to customers. */
export const messageMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'adapter',
    'functions/notifications/adapters/dynamo-message-log.ts',
    'test/unit/adapters/conditional-writes.test.ts',
    [
      [
        'message-claimed-twice',
        'A worker can claim a message that is already sent, so the customer gets it twice.',
        '(attribute_not_exists(${placeholder}) OR ${placeholder}.claimedUntil <= :now)',
        '(attribute_exists(pk) OR ${placeholder}.claimedUntil <= :now)',
      ],
      [
        'claim-never-runs-out',
        'The claim of a worker that died never expires, so its message is never sent.',
        '${placeholder}.claimedUntil <= :now',
        '${placeholder}.claimedUntil <= :never',
      ],
      [
        'settled-order-is-asked-to-pay',
        'A request to pay is sent for an order that is already paid or over.',
        "...(meaning === 'asks' ? ['attribute_not_exists(settledAt)'] : [])",
        '',
      ],
      [
        'refused-claim-has-no-log',
        'A refused claim does not return the message log that caused the refusal.',
        "ReturnValuesOnConditionCheckFailure: 'ALL_OLD',",
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/notifications/adapters/dynamo-message-log.ts',
    'test/unit/adapters/told-events.test.ts',
    [
      [
        'events-not-counted',
        'The events of a type that a customer was told of are not counted, so there is no limit.',
        " ADD #told :events'",
        "'",
      ],
      [
        'limit-not-asked',
        'A claim does not check how many events of its type the customer was told of.',
        ' OR size(#told) < :most',
        ' OR size(#told) >= :zero',
      ],
    ],
  ),
  ...plantedIn('adapter', 'functions/orders/adapters/sqs-ticks.ts', 'test/unit/adapters/queues.test.ts', [
    [
      'tick-comes-at-once',
      'A tick is sent without its delay, so the watchdog runs without a pause.',
      'watchdogTick(tick, now(), trace), delaySeconds)',
      'watchdogTick(tick, now(), trace))',
    ],
  ]),
  ...plantedIn('adapter', 'shared/messaging/sqs-client.ts', 'test/unit/adapters/queues.test.ts', [
    [
      'delay-is-dropped',
      'A queue message is sent without its delay.',
      '...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),',
      '',
    ],
    [
      'queue-host-is-called',
      'The SQS client calls the host in a queue’s URL instead of the configured endpoint, so it does not reach an emulator.',
      'awsClient(SQSClient, { useQueueUrlAsEndpoint: false })',
      'awsClient(SQSClient, { maxAttempts: 1 })',
    ],
    [
      'dead-letter-has-no-code',
      'A dead letter has no error code, so it does not say why it failed.',
      '        code: attribute(cause.code),\n',
      '',
    ],
  ]),
  ...plantedIn('adapter', 'functions/inventory/adapters/system.ts', 'test/unit/adapters/queues.test.ts', [
    [
      'requeue-comes-at-once',
      'A contended order may be queued again without a delay, so it meets the same contention.',
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
        'The simulator ignores the delay of a webhook and sends it at once.',
        'DelaySeconds: delaySeconds,',
        'DelaySeconds: 0,',
      ],
      [
        'webhook-dead-letter-is-delivered',
        'The simulator sends a failed webhook to the delivery queue again instead of the dead-letter queue.',
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
        'A redriven dead letter keeps the cause of its last failure.',
        '.filter(([name]) => !CAUSE_ATTRIBUTES.includes(name))',
        '.filter(() => CAUSE_ATTRIBUTES.length > 0)',
      ],
      [
        'redrive-goes-round',
        'A redrive sends a dead letter back to the dead-letter queue instead of its source queue.',
        '{ url }: PlatformQueue, letter',
        '{ dlqUrl: url }: PlatformQueue, letter',
      ],
      [
        'refused-event-is-sent',
        'An event that the bus did not accept counts as sent, so its dead letter is deleted.',
        'if ((FailedEntryCount ?? 0) > 0 || entry?.EventId === undefined) {',
        'if (FailedEntryCount === undefined) {',
      ],
      [
        'dead-letters-hide',
        'Dead letters stay hidden after somebody has listed them.',
        'VisibilityTimeout: 0,',
        'VisibilityTimeout: HIDDEN_SECONDS,',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/notifications/adapters/provider-refusals.ts',
    'test/unit/functions/notifications/adapters/providers.test.ts',
    [
      [
        'mail-refusal-is-retried',
        'An email to an address that SES rejects permanently is retried.',
        '{ name: /^MessageRejected$/, text: /^Address blacklisted/i },',
        '',
      ],
      [
        'rejected-mail-is-dropped',
        'Every MessageRejected of SES counts as a permanent refusal of the recipient.',
        '{ name: /^MessageRejected$/, text: /^Address blacklisted/i },',
        '{ name: /^MessageRejected$/ },',
      ],
      [
        'paused-account-is-unknown',
        'The error after SES paused the account does not say so.',
        'text: /sending paused for (this|the) account|account is paused/i,',
        'text: /sending paused for nothing/i,',
      ],
      [
        'sandbox-number-is-dropped',
        'A text message that SNS refuses because of its sandbox counts as permanently refused.',
        '.*(is not valid to publish to|opted out)/i,',
        '/i,',
      ],
      [
        'address-in-the-log',
        'The error of a message contains the provider’s text, which quotes the address.',
        'known === undefined ? says :',
        'known === undefined ? error.message :',
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
        'A redrive deletes a dead letter before sending it, so the message is lost if sending fails.',
        'const result = await deadLetters.sendBack(queue, letter);',
        'await deadLetters.remove(queue, letter); const result = await deadLetters.sendBack(queue, letter);',
      ],
    ],
  ),
];
