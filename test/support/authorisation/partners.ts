import { newSigningKey, signedHeaders, type SigningKey, type SigningOptions } from '../signing.ts';
import type { MatrixCaller, Standing, Unidentified } from './matrix.ts';

/** A partner that signs requests, with its key pairs. */
export interface MatrixPartner {
  /** The public address of the API, which signatures cover. */
  readonly apiUrl: string;
  readonly partnerId: string;
  readonly valid: SigningKey;
  readonly revoked: SigningKey;
  /** A nonce that the key `valid` used before. */
  readonly usedNonce: string;
}

/** For a request, returns the request to sign and the options of its signature. */
type Signing = (request: Unidentified) => readonly [Unidentified, Partial<SigningOptions>];

/** The signatures that routes for partners refuse. Each has a name, the code of the refusal, and the way to make it. */
const refusedSignatures = ({
  partnerId,
  revoked,
  usedNonce,
}: MatrixPartner): readonly (readonly [string, string, Signing])[] => [
  ['a replayed signature', 'signature.replayed', (sent) => [sent, { nonce: usedNonce }]],
  ['the signature of another request', 'signature.invalid', (sent) => [{ ...sent, path: '/other' }, {}]],
  ['the signature of a stranger', 'signature.invalid', (sent) => [sent, { key: newSigningKey() }]],
  ['an unknown key', 'signature.unknown-key', (sent) => [sent, { keyid: `${partnerId}/none` }]],
  [
    'a revoked key',
    'signature.revoked-key',
    (sent) => [sent, { key: revoked, keyid: `${partnerId}/revoked` }],
  ],
  [
    'a signature of ten minutes ago',
    'signature.outside-window',
    (sent) => [sent, { created: Math.floor(Date.now() / 1000) - 600 }],
  ],
  [
    'another algorithm',
    'signature.unsupported-algorithm',
    (sent) => [sent, { parameters: { alg: '"hmac-sha256"' } }],
  ],
  [
    'a signature without the method',
    'signature.missing-component',
    (sent) => [sent, { without: ['@method'] }],
  ],
];

/** The callers that sign their requests (RFC 9421). */
export const partnerCallers = (partner: MatrixPartner): readonly MatrixCaller[] => {
  const { apiUrl, partnerId, valid } = partner;
  const caller = (name: string, standing: Standing, signing: Signing): MatrixCaller => ({
    name,
    standing,
    identify: (request) => {
      const [{ method, path, headers, body }, options] = signing(request);
      const toSign = { method, url: `${apiUrl}${path}`, headers, ...(body === '' ? {} : { body }) };
      return { headers: signedHeaders(toSign, { key: valid, keyid: `${partnerId}/valid`, ...options }) };
    },
  });
  return [
    caller("a partner's signature", 'partner', (sent) => [sent, {}]),
    ...refusedSignatures(partner).map(([name, refusedSignature, signing]) =>
      caller(`${name} (partner)`, { refusedSignature }, signing),
    ),
  ];
};
