import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const requests = 'test/unit/shared/http/signed-requests.test.ts';
const vectors = 'test/unit/shared/http/signatures.test.ts';
const orders = 'test/unit/shells/signed-orders.test.ts';
const keys = 'test/unit/functions/partners/partners.test.ts';

/** Bugs in the verification of signed requests, and in the rules about the keys of partners. */
export const signatureMutants: readonly UnitMutant[] = [
  ...plantedIn('shell', 'shared/http/signed-requests.ts', requests, [
    [
      'signed-body-is-free',
      'A signature need not cover the body.',
      "request.body.length === 0 ? [] : ['content-digest', 'content-type']",
      '[] as string[]',
    ],
    [
      'signed-key-is-free',
      'A signature need not cover the idempotency key.',
      "request.headers['idempotency-key'] === undefined ? [] : ['idempotency-key']",
      '[] as string[]',
    ],
    [
      'signed-query-is-free',
      'A signature need not cover the query.',
      "request.url.includes('?') ? ['@query'] : []",
      '[] as string[]',
    ],
    [
      'signed-digest-unchecked',
      'The digest is not compared with the body.',
      '    checkDigest(request);\n',
      '',
    ],
    [
      'signed-by-host',
      'The header Host decides for which authority a signature is valid.',
      'url: `${apiUrl}${path}${queryOf(event)}`',
      "url: `${apiUrl}${path}${queryOf(event)}`.replace(new URL(apiUrl).host, headers['host'] ?? new URL(apiUrl).host)",
    ],
    [
      'signed-by-revoked-key',
      'A revoked key is accepted.',
      'if (key.revokedAt !== undefined) {',
      'if (key === undefined) {',
    ],
    [
      'signed-for-ever',
      'A replay is accepted.',
      '(await partners.useNonce(',
      '(await partners.useNonce(`${crypto.randomUUID()}` + ',
    ],
    [
      'nonce-forgotten-early',
      'A nonce may be forgotten while its signature is still valid.',
      'created + 2 * WINDOW_SECONDS',
      'created',
    ],
    ['nonce-of-all-keys', 'Two keys cannot use the same nonce.', '`${keyid}#${nonce}`', '`${nonce}`'],
    [
      'signed-beside-token',
      'A request with a token and a signature is accepted.',
      "headers['authorization'] !== undefined",
      "headers['authorization'] === ''",
    ],
  ]),
  ...plantedIn('shell', 'shared/http/signatures.ts', vectors, [
    [
      'signed-at-any-time',
      'A signature is valid for ever.',
      'Math.abs(now - created) <= WINDOW_SECONDS',
      'true',
    ],
    [
      'signed-in-future',
      'A signature that was made in the future is accepted.',
      'Math.abs(now - created)',
      'now - created',
    ],
    ['signed-after-expiry', 'A signature is valid after it expired.', 'expires >= now', 'expires < now'],
    [
      'digest-of-one-algorithm',
      'Of several digests, one that fits is enough.',
      'if (!isSame) {',
      'if (!isSame && known.length < 2) {',
    ],
    [
      'digest-without-algorithm',
      'A digest with an unknown algorithm is accepted for any body.',
      'if (known.length === 0) {',
      'if (header === undefined) {',
    ],
    [
      'signed-by-anyone',
      'A key is accepted for which anyone can sign.',
      '!isPublicKey(bytes)',
      'bytes.length === 0',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/public-keys.ts', 'test/unit/shared/http/public-keys.test.ts', [
    [
      'key-of-small-order',
      'A point of small order is a public key.',
      'SMALL_ORDER.includes(P - y)',
      'y === -1n',
    ],
    ['key-not-canonical', 'A public key may have several encodings.', 'y >= P || ', ''],
    ['key-off-the-curve', 'Bytes that are no point are a public key.', 'result === 1n', 'result > 0n'],
  ]),
  ...plantedIn('shell', 'shared/http/authentication.ts', orders, [
    ['token-for-partner', 'A token acts for a partner.', ' && !id.data.startsWith(PARTNER_PREFIX);', ';'],
    [
      'digest-of-text',
      'The digest is that of the body as text, which other bytes may give, too.',
      'body: bodyBytesOf(event),',
      'body: Buffer.from(bodyBytesOf(event).toString()),',
    ],
    [
      'half-a-signature',
      'A request with only the header Signature gets the error of a request without a token.',
      "'signature-input': input = signature }",
      "'signature-input': input }",
    ],
  ]),
  ...plantedIn('adapter', 'shared/persistence/versioned-items.ts', orders, [
    [
      'lost-nonce-is-replay',
      'A signed request is refused as a replay because the SDK repeated a write.',
      'attribute_not_exists(pk) OR attempt = :attempt',
      'attribute_not_exists(pk) AND NOT attempt = :attempt',
    ],
  ]),
  ...plantedIn('domain', 'functions/partners/domain/partner.ts', keys, [
    [
      'revoked-key-again',
      'Registering a revoked key again is accepted.',
      "if (registered?.revokedAt !== undefined) return reject('key-revoked');",
      '',
    ],
    [
      'key-replaced',
      'Registering another key under an id that is taken is accepted, and has no effect.',
      "isSame(registered, details) ? accept() : reject('key-exists')",
      'accept()',
    ],
    ['keys-without-bound', 'A partner may have a thousand keys.', 'length >= MAX_KEYS', 'length > 1000'],
    [
      'revoked-twice',
      'A second revocation replaces the first.',
      'key.revokedAt === undefined ? accept({',
      'key !== undefined ? accept({',
    ],
  ]),
  ...plantedIn('adapter', 'functions/partners/aggregate.ts', keys, [
    [
      'public-key-of-another-partner',
      'A public key can be registered again under another partner.',
      'store.insert(partner, newKeyIn(events))',
      'store.insert(partner)',
    ],
    [
      'revoked-public-key-again',
      'The public key of a revoked key can be registered under another id.',
      'store.save(partner, version, newKeyIn(events))',
      'store.save(partner, version)',
    ],
  ]),
  ...plantedIn(
    'adapter',
    'functions/partners/adapters/dynamo-partner-store.ts',
    'test/unit/shells/partners.test.ts',
    [
      [
        'key-id-of-every-object',
        'A key with the id constructor cannot be stored.',
        'new Map(Object.entries(partner.keys))',
        'partner.keys',
      ],
    ],
  ),
  ...plantedIn('shell', 'functions/partners/api.ts', keys, [
    [
      'key-for-a-person',
      'A key can act for a person.',
      '/^partner:[A-Za-z0-9._-]{1,64}$/',
      '/^[A-Za-z0-9:._-]{1,64}$/',
    ],
    [
      'key-of-staff',
      'A key can have the role of staff.',
      "z.enum(['customer'])",
      "z.enum(['customer', 'staff', 'admin'])",
    ],
    [
      'weak-key-registered',
      'A key is registered for which anyone can sign.',
      'isPublicKey(bytesOf(key))',
      'true',
    ],
  ]),
];
