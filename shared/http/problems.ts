import type { Problems } from './route.ts';

/** The problems that every route may respond with. */
export const problemsOfEveryRoute = {
  'request.invalid': {
    status: 400,
    meaning:
      'A path parameter, a query parameter, a header or the body is not valid. `errors` names up to 20 wrong fields.',
  },
  'request.throttled': {
    status: 429,
    meaning: 'Too many requests reach the API. Repeat the request after the seconds in `Retry-After`.',
  },
  internal: {
    status: 500,
    meaning: 'The service has a fault. Report the fault with the correlation id.',
  },
  contention: {
    status: 503,
    meaning:
      'Other requests change the same item at the same moment. Nothing was changed. Repeat the request.',
  },
  'service.unavailable': {
    status: 503,
    meaning:
      'The service cannot answer at the moment. Repeat the request after the seconds in `Retry-After`.',
  },
  'storage.busy': {
    status: 503,
    meaning: 'The storage is busy. Repeat the request after the seconds in `Retry-After`.',
  },
} as const satisfies Problems;

/** The problems of routes that need a token. */
export const problemsOfTokens = {
  'auth.missing': { status: 401, meaning: 'The request has no header `Authorization: Bearer <token>`.' },
  'auth.invalid-token': {
    status: 401,
    meaning:
      'The token is not valid. For example, it has expired, its signature is wrong, or its issuer is not trusted.',
  },
  'auth.wrong-client': { status: 401, meaning: 'The token was issued for another application.' },
  'auth.no-subject': {
    status: 401,
    meaning:
      'The claim `sub` of the token is missing, too long, not valid Unicode, or begins with `staff:` or `partner:`.',
  },
  'auth.role-missing': { status: 403, meaning: 'The token does not give the role that the route needs.' },
  'auth.keys-unavailable': {
    status: 503,
    meaning: 'The keys of the issuer of the token cannot be fetched. Repeat the request.',
  },
} as const satisfies Problems;

/** The problems of routes that read a body. */
export const problemsOfBodies = {
  'request.malformed-json': { status: 400, meaning: 'The body is not valid JSON.' },
  'request.invalid-text': {
    status: 400,
    meaning: 'A text in the body is not valid Unicode, such as half of a surrogate pair.',
  },
  'request.too-large': { status: 413, meaning: 'The body has more than 65,536 bytes.' },
  'request.unsupported-media-type': {
    status: 415,
    meaning: 'The body was not sent with `Content-Type: application/json`.',
  },
} as const satisfies Problems;

/** The problem of routes that read an idempotency key. */
export const problemsOfKeys = {
  'idempotency.key-reused': {
    status: 422,
    meaning: 'The idempotency key was used before with another request. Use a new key for a new request.',
  },
} as const satisfies Problems;

/** The problem of routes with a required idempotency key. */
export const problemsOfRequiredKeys = {
  'request.no-idempotency-key': { status: 400, meaning: 'The request has no header `Idempotency-Key`.' },
} as const satisfies Problems;

/** The problem of lists. */
export const problemsOfCursors = {
  'request.bad-cursor': {
    status: 400,
    meaning: 'The cursor is not one that this list gave to this caller. Start again without a cursor.',
  },
} as const satisfies Problems;

/** The problems of routes that accept the signature of a partner instead of a token. */
export const problemsOfSignatures = {
  'signature.malformed': { status: 401, meaning: 'A header of the signature is missing or malformed.' },
  'signature.missing-component': {
    status: 401,
    meaning:
      'The signature does not cover a part of the request that it must cover, or it covers a header that the request does not have. `detail` names it.',
  },
  'signature.missing-parameter': {
    status: 401,
    meaning: 'The signature lacks a parameter. `detail` names it.',
  },
  'signature.unsupported-algorithm': { status: 401, meaning: 'Only `ed25519` signatures are accepted.' },
  'signature.outside-window': {
    status: 401,
    meaning: 'The signature was made more than 300 seconds ago or ahead, or has expired. Check the clock.',
  },
  'signature.unknown-key': {
    status: 401,
    meaning: 'No key is registered under this `keyid`, or its public key is one for which anyone can sign.',
  },
  'signature.revoked-key': { status: 401, meaning: 'The key was revoked.' },
  'signature.digest-mismatch': {
    status: 401,
    meaning: '`Content-Digest` has no SHA-256 or SHA-512 digest, or a digest of another body.',
  },
  'signature.invalid': { status: 401, meaning: 'The signature was not made with this key for this request.' },
  'signature.replayed': {
    status: 401,
    meaning: 'The nonce was used before. Sign the request anew, with the same `Idempotency-Key`.',
  },
  'signature.with-token': {
    status: 401,
    meaning: 'The request has a token and a signature. Send one of them.',
  },
} as const satisfies Problems;
