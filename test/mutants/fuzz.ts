import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const consumers = 'test/unit/fuzz/consumers.test.ts';
const webhooks = 'test/unit/fuzz/webhooks.test.ts';
const requests = 'test/unit/fuzz/requests.test.ts';
const hostile = 'test/unit/shells/hostile-messages.test.ts';

/** Bugs that only unusual messages, webhooks and requests reveal. Generated input must find them. */
export const fuzzMutants: readonly UnitMutant[] = [
  ...plantedIn('shell', 'shared/messaging/consumer.ts', consumers, [
    [
      'consumer-takes-any-data',
      'A consumer processes a message whose data do not match their schema.',
      'const data = z.safeParse(schema, message.data);',
      'const data = { ...z.safeParse(schema, message.data), success: true, data: message.data };',
    ],
    [
      'invalid-message-ends-batch',
      'The messages after an invalid one are not processed.',
      'decide(at, dispositionOf(error, receive));',
      'decide(at, dispositionOf(error, receive));\n        break;',
    ],
  ]),
  ...plantedIn('shell', 'shared/messaging/message.ts', consumers, [
    [
      'null-crashes-the-parser',
      'A message that is `null` fails with a TypeError, so it is retried.',
      "typeof outer === 'object' && outer !== null && 'detail' in outer",
      "typeof outer === 'object' && 'detail' in (outer as object)",
    ],
  ]),
  ...plantedIn('adapter', 'functions/notifications/adapters/ses-feedback.ts', consumers, [
    [
      'feedback-ignores-wrong-id',
      'A report about a mail is processed although its id is no text.',
      'const SesEvent = z.object({\n  id: Text,',
      'const SesEvent = z.object({\n  id: z.any(),',
    ],
  ]),
  ...plantedIn('shell', 'shared/messaging/inbox-handler.ts', hostile, [
    [
      'nested-id-is-logged',
      'The logger fails on an id that is nested deeply, so its message never becomes a dead letter with a cause.',
      "typeof value === 'string' ? value.slice(0, MAX_ID) : undefined",
      'value as string',
    ],
  ]),
  ...plantedIn('shell', 'shared/messaging/sqs-client.ts', hostile, [
    [
      'cause-quotes-anything',
      'SQS refuses a dead letter, because its cause quotes a control character of the message.',
      ".replaceAll(REFUSED, '\\uFFFD')",
      '',
    ],
  ]),
  ...plantedIn('shared', 'shared/errors.ts', hostile, [
    [
      'every-wrong-field-is-named',
      'A small message with thousands of wrong fields writes a log line of a megabyte.',
      "    .slice(0, 10)\n    .map(({ path, message }) => `${path.map(String).join('.') || '(root)'}: ${message}`)\n    .join('; ')\n    .slice(0, 450);",
      "    .map(({ path, message }) => `${path.map(String).join('.') || '(root)'}: ${message}`)\n    .join('; ');",
    ],
  ]),
  ...plantedIn('shell', 'shared/messaging/relay.ts', consumers, [
    [
      'unreadable-outbox-passed-over',
      'A relay skips an outbox that it cannot read, so the outbox’s events are lost.',
      'return { pending, resumeAt: sequenceNumber, unreadable };',
      'continue;',
    ],
  ]),
  ...plantedIn('use case', 'functions/payments/receive-webhook.ts', webhooks, [
    [
      'webhook-queued-before-verified',
      'A webhook is queued before its signature is checked, so anybody can report a payment.',
      'const webhook = await verifier.verify(rawBody, headers);',
      "await queue.send({ id: 'webhook:1', type: 'MoneyWebhookReceived', version: 1, time: now(), ...trace, data: { webhookId: '1', paymentId: '1' } });\n    const webhook = await verifier.verify(rawBody, headers);",
    ],
  ]),
  ...plantedIn('adapter', 'functions/payments/adapters/stripe-webhooks.ts', webhooks, [
    [
      'stripe-reads-any-object',
      'A signed event without its object fails with a TypeError, and the response is 500.',
      "return object.success ? report(object.data) : { outcome: 'malformed' };",
      'return report(data.object as z.output<Schema>);',
    ],
  ]),
  ...plantedIn('adapter', 'functions/payments/adapters/stripe-events.ts', webhooks, [
    [
      'stripe-takes-any-amount',
      'An event whose amount is no number is acknowledged, and its message becomes a dead letter.',
      'if (!parsed.success) return undefined;',
      'if (!parsed.success) return { amount: stripeAmount as number, currency: String(stripeCurrency) };',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/contract.ts', requests, [
    [
      'body-is-not-checked',
      'A body reaches its use case although the route does not declare it.',
      "body: body && validate('body', body, jsonBodyOf(event, headers)),",
      'body: body && jsonBodyOf(event, headers),',
    ],
    [
      'query-crashes-without-parameters',
      'A request without query parameters fails with a TypeError.',
      'event.queryStringParameters ?? {}',
      'Object.fromEntries(Object.entries(event.queryStringParameters as object))',
    ],
  ]),
];
