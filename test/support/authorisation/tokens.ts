import { createHmac, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { IdentityKey } from '../../../infra/identity-key.ts';

type Claims = Readonly<Record<string, unknown>>;

/** An identity that an issuer vouches for: the claims of a valid token, and the issuer's key. */
export interface Identity {
  readonly key: IdentityKey;
  /** The claims without `iat` and `exp`. These two claims are added to each token. */
  readonly claims: Claims;
}

/** How a token differs from a valid one. */
interface Change {
  /** Claims to replace. A claim that is undefined is left out. */
  readonly claims?: Claims;
  readonly header?: Claims;
  /** The key that signs instead of the issuer's key. The header still contains the id of the issuer's key. */
  readonly signedBy?: IdentityKey;
}

const now = (): number => Math.floor(Date.now() / 1000);
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const privateKeyOf = ({ publicKey, privateKey: d }: IdentityKey): KeyObject =>
  createPrivateKey({ key: { ...publicKey, d }, format: 'jwk' });

/** The header and the claims of a token, as they are signed. */
const unsigned = ({ key, claims }: Identity, change: Change): string => {
  const header = { typ: 'JWT', alg: 'ES256', kid: key.publicKey.kid, ...change.header };
  return `${encoded(header)}.${encoded({ ...claims, iat: now(), exp: now() + 3600, ...change.claims })}`;
};

/** Signs a token as the issuer does (RFC 7515; RFC 7518, section 3.4), with changes if there are any. */
export const tokenOf = (identity: Identity, change: Change = {}): string => {
  const input = unsigned(identity, change);
  const key = privateKeyOf(change.signedBy ?? identity.key);
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
};

/** A token whose signature is an HMAC with the issuer's public key. Anyone can compute this signature. */
const hmacToken = (identity: Identity): string => {
  const input = unsigned(identity, { header: { alg: 'HS256' } });
  const { publicKey } = identity.key;
  const pem = createPublicKey({ key: { ...publicKey }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
};

/** A valid token whose claims were changed after it was signed. */
const altered = (identity: Identity): string => {
  const [header, , signature] = tokenOf({
    ...identity,
    claims: { ...identity.claims, sub: 'mallory' },
  }).split('.');
  return [header, unsigned(identity, {}).split('.')[1], signature].join('.');
};

/** A form of token that must be refused: its name, the code of the refusal, and a function that makes it. */
export type RefusedToken = readonly [
  name: string,
  code: string,
  make: (identity: Identity, stranger: IdentityKey) => string,
];

const INVALID = 'auth.invalid-token';
const NO_SUBJECT = 'auth.no-subject';

/** The forms of token that must be refused, whichever issuer they name. `stranger` is a key that no issuer has. */
export const refusedTokens: readonly RefusedToken[] = [
  ['garbage', INVALID, () => 'garbage'],
  ['an expired token', INVALID, (one) => tokenOf(one, { claims: { exp: now() - 60 } })],
  ['a token that is not yet valid', INVALID, (one) => tokenOf(one, { claims: { nbf: now() + 600 } })],
  ['a token without exp', INVALID, (one) => tokenOf(one, { claims: { exp: undefined } })],
  ['a wrong issuer', INVALID, (one) => tokenOf(one, { claims: { iss: 'https://evil.example' } })],
  ['no issuer', INVALID, (one) => tokenOf(one, { claims: { iss: undefined } })],
  ['alg none', INVALID, (one) => `${unsigned(one, { header: { alg: 'none' } })}.`],
  ['an HMAC with the public key', INVALID, hmacToken],
  ['altered claims', INVALID, altered],
  ['an unknown kid', INVALID, (one, signedBy) => tokenOf(one, { header: { kid: 'unknown' }, signedBy })],
  ['the signature of a stranger', INVALID, (one, signedBy) => tokenOf(one, { signedBy })],
  [
    'a key in the header',
    INVALID,
    (one, signedBy) => tokenOf(one, { header: { jwk: signedBy.publicKey }, signedBy }),
  ],
  [
    "the address of the stranger's keys in the header",
    INVALID,
    (one, signedBy) => tokenOf(one, { header: { jku: 'https://evil.example/jwks.json' }, signedBy }),
  ],
  ['an unknown crit', INVALID, (one) => tokenOf(one, { header: { crit: ['urn:x'], 'urn:x': 1 } })],
  ['no subject', NO_SUBJECT, (one) => tokenOf(one, { claims: { sub: undefined } })],
  ['a subject that is too long', NO_SUBJECT, (one) => tokenOf(one, { claims: { sub: 'a'.repeat(129) } })],
  ['a subject that cannot be kept', NO_SUBJECT, (one) => tokenOf(one, { claims: { sub: 'alice\uFFFF' } })],
];

/**
 * A token with the subject `staff:sam`. Orderly refuses it only if its issuer is for customers. If Orderly accepted it,
 * a customer could have the same id as the staff member `sam`.
 */
export const staffSubject: RefusedToken = [
  'the subject of a staff member',
  NO_SUBJECT,
  (one) => tokenOf(one, { claims: { sub: 'staff:sam' } }),
];
