import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const tests = 'test/unit/simulators/payment-gateway/';
const identityTests = 'test/unit/simulators/identity/';

/** Bugs in the simulated payment gateway and the simulated identity provider. */
export const simulatorMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'use case',
    'simulators/payment-gateway/domain/send-webhooks.ts',
    `${tests}pay-session.test.ts`,
    [
      [
        'webhook-sent-twice',
        'A session does not record that its webhook is queued, so each click sends it again.',
        'session.unsent.some((webhook) => ids.includes(webhook.id))',
        'session.unsent.length === 0',
      ],
      [
        'webhook-recorded-first',
        'A session records its webhook as queued even if the queue did not accept it.',
        'for (const webhook of unsent) await send(dependencies, webhook);',
        'for (const webhook of unsent) await send(dependencies, webhook).catch(() => undefined);',
      ],
      [
        'loses-every-webhook',
        'The gateway loses every webhook after it was told to lose a limited number.',
        "if (await misbehaves(behaviours, 'lose')) return;",
        'if ((await behaviours.load()).lose !== undefined) return;',
      ],
    ],
  ),
  ...plantedIn('domain', 'simulators/payment-gateway/domain/session.ts', `${tests}session.test.ts`, [
    [
      'gateway-refunds-too-much',
      'The gateway refunds more than was paid.',
      'wanted.amount > leftOf(session)',
      'wanted.amount > session.amount',
    ],
    [
      'gateway-refunds-twice',
      'A repeated refund with the same idempotency key is made again.',
      'session.refunds.find(({ key }) => key === wanted.key)',
      'session.refunds.find(({ id }) => id === wanted.key)',
    ],
    [
      'expiry-of-a-paid-session',
      'A merchant can expire a session that is already paid.',
      "session.status === 'open' ? accept({ type: 'SessionExpired', at }) : accept();",
      "session.status !== 'expired' ? accept({ type: 'SessionExpired', at }) : accept();",
    ],
    [
      'declines-share-an-id',
      'All declines of a session have the same webhook id, so the second one counts as a duplicate.',
      'paymentFailed(session, session.declines + 1, at)',
      'paymentFailed(session, 1, at)',
    ],
  ]),
  ...plantedIn(
    'use case',
    'simulators/payment-gateway/create-session.ts',
    `${tests}merchant-requests.test.ts`,
    [
      [
        'session-key-reused-unnoticed',
        'A request that reuses a key with other terms gets the first session instead of an error.',
        'earlier === undefined || !hasTerms(earlier.state, terms)',
        'earlier === undefined',
      ],
    ],
  ),
  ...plantedIn(
    'use case',
    'simulators/payment-gateway/merchant-api.ts',
    `${tests}merchant-requests.test.ts`,
    [
      [
        'any-secret-key',
        'The gateway accepts any bearer token as its secret key.',
        'given === undefined || !equal(given, await secretKey())',
        'given === undefined',
      ],
    ],
  ),
  ...plantedIn(
    'use case',
    'simulators/payment-gateway/deliver-webhook.ts',
    `${tests}deliver-webhook.test.ts`,
    [
      [
        'last-failure-is-dropped',
        'A webhook whose last attempt failed does not move to the dead-letter queue.',
        'await queue.giveUp(delivery, result);',
        '',
      ],
      [
        'forgery-is-repeated',
        'A forged webhook that the merchant rejects is retried and ends in the dead-letter queue.',
        "if (delivery.forged) return 'dropped';",
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'simulators/payment-gateway/adapters/standard-webhook-sender.ts',
    `${tests}standard-webhook-sender.test.ts`,
    [
      [
        'forgery-is-genuine',
        'A forged webhook is signed with the real secret of the merchant.',
        'forged ? `whsec_',
        'forged && secret === webhook.id ? `whsec_',
      ],
      [
        'redirection-is-followed',
        'A redirect response counts as a successful delivery.',
        'return answer.ok\n',
        'return answer.status < 400\n',
      ],
    ],
  ),
  ...plantedIn('shell', 'simulators/payment-gateway/lambdas/deliver-webhook.ts', `${tests}lambdas.test.ts`, [
    [
      'failed-webhook-is-acknowledged',
      'A message is acknowledged even if processing its webhook failed.',
      "attempts[index]?.status === 'rejected'",
      "attempts[index]?.status === 'unknown'",
    ],
  ]),
  ...plantedIn('use case', 'simulators/identity/token.ts', `${identityTests}tokens.test.ts`, [
    ['token-lives-forever', 'A token never expires.', 'exp: iat + TOKEN_SECONDS }', 'exp: 9_999_999_999 }'],
  ]),
  ...plantedIn('use case', 'simulators/identity/exchange-code.ts', `${identityTests}exchange-code.test.ts`, [
    [
      'code-without-verifier',
      'A code is exchanged with any verifier, so anyone who sees the code can use it.',
      "issued.challenge !== challengeOf(given.get('code_verifier') ?? '')",
      "challengeOf(given.get('code_verifier') ?? '') === ''",
    ],
    [
      'code-of-another-client',
      'A client can exchange the code of another client.',
      "issued.clientId !== given.get('client_id')",
      "given.get('client_id') === null",
    ],
    [
      'code-lives-as-long-as-its-item',
      'A code is valid until the table deletes it, which can take days.',
      'issued.expiresAt * 1000 <= Date.parse(now)',
      'issued.expiresAt <= 0',
    ],
  ]),
  ...plantedIn(
    'use case',
    'simulators/identity/authorization-request.ts',
    `${identityTests}sign-in.test.ts`,
    [
      [
        'foreign-redirect',
        'A code is sent to a page of another host.',
        'LOOPBACK_HOSTS.includes(url.hostname) &&',
        '',
      ],
      [
        'plain-challenge',
        'A client may send its verifier as the challenge, which shows it to anyone who sees the address.',
        "given['code_challenge_method'] !== 'S256'",
        "given['code_challenge_method'] === 'none'",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'simulators/identity/adapters/dynamo-code-store.ts',
    'test/unit/adapters/simulator-stores.test.ts',
    [
      [
        'code-used-twice',
        'Reading a code does not remove it, so it can be exchanged again.',
        "new DeleteCommand({ TableName: table, Key: keyOf(code), ReturnValues: 'ALL_OLD' })",
        "new PutCommand({ TableName: table, Item: keyOf(code), ReturnValues: 'ALL_OLD' })",
      ],
    ],
  ),
];
