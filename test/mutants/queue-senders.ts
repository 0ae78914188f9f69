import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in the watchdog, in the webhook endpoint, and in how that endpoint reads its secret. */
export const queueSenderMutants: readonly UnitMutant[] = [
  {
    name: 'watchdog-acknowledges-first',
    layer: 'shell',
    bug: 'The watchdog acknowledges a tick even if sending the next one failed, so the chain of ticks ends.',
    file: 'functions/orders/watch-order.ts',
    find: 'await ticks.schedule(next, Math.min(Math.max(seconds, 1), periods.maxTickSeconds), context);',
    replace:
      'ticks.schedule(next, Math.min(Math.max(seconds, 1), periods.maxTickSeconds), context).catch(() => undefined);',
    test: 'test/unit/shells/watchdog.test.ts',
  },
  {
    name: 'watchdog-ticks-multiply',
    layer: 'shell',
    bug: 'A superseded tick sends another tick, so chains of ticks multiply.',
    file: 'functions/orders/watch-order.ts',
    find: ' || isSuperseded(order, tick)) return;',
    replace: ') return;',
    test: 'test/unit/shells/watchdog.test.ts',
  },
  {
    name: 'watchdog-ticks-at-once',
    layer: 'shell',
    bug: 'Ticks are sent without their delay.',
    file: 'functions/orders/adapters/sqs-ticks.ts',
    find: 'watchdogTick(tick, now(), trace), delaySeconds)',
    replace: 'watchdogTick(tick, now(), trace))',
    test: 'test/unit/shells/watchdog.test.ts',
  },
  {
    name: 'webhook-acknowledged-first',
    layer: 'shell',
    bug: 'A webhook is acknowledged even if the queue did not accept it, so a payment is lost.',
    file: 'functions/payments/receive-webhook.ts',
    find: "return queue.send({ ...message, type: 'PaymentWebhookReceived', data: webhook.report });",
    replace:
      "return void queue.send({ ...message, type: 'PaymentWebhookReceived', data: webhook.report }).catch(() => undefined);",
    test: 'test/unit/shells/payment-webhook.test.ts',
  },
  {
    name: 'secret-read-once',
    layer: 'shell',
    bug: 'A secret is read only once, so after a rotation all webhooks are refused.',
    file: 'shared/config/secret.ts',
    find: 'now < cached.readAt + CACHE_MS && now < askedAt + recheckMs',
    replace: 'true',
    test: 'test/unit/shells/payment-webhook.test.ts',
  },
  {
    name: 'secret-not-read-again',
    layer: 'shell',
    bug: 'A webhook that is signed with the new secret is refused until the cached secret expires.',
    file: 'functions/payments/adapters/configured-provider.ts',
    find: '() => secret(REREAD_MS)',
    replace: '() => secret()',
    test: 'test/unit/shells/payment-webhook.test.ts',
  },
  {
    name: 'secret-read-for-each-forgery',
    layer: 'shell',
    bug: 'Each webhook with a wrong signature reads the secret, so anyone can use up the limit of Secrets Manager.',
    file: 'functions/payments/adapters/configured-provider.ts',
    find: 'const REREAD_MS = 5_000;',
    replace: 'const REREAD_MS = 0;',
    test: 'test/unit/shells/payment-webhook.test.ts',
  },
  {
    name: 'failed-secret-read-for-each-forgery',
    layer: 'shell',
    bug: 'While Secrets Manager does not respond, each webhook with a wrong signature waits, until no function instance is free.',
    file: 'shared/config/secret.ts',
    find: 'askedAt = Date.now();',
    replace: 'askedAt = cached?.readAt ?? 0;',
    test: 'test/unit/shells/payment-webhook.test.ts',
  },
  {
    name: 'secret-failure-remembered',
    layer: 'shell',
    bug: 'A failed read of a secret is cached for a minute.',
    file: 'shared/config/secret.ts',
    find: 'const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));',
    replace:
      "const { SecretString } = await client\n      .send(new GetSecretValueCommand({ SecretId: arn }))\n      .catch(() => ({ SecretString: '' }));",
    test: 'test/unit/shells/payment-webhook.test.ts',
  },
];
