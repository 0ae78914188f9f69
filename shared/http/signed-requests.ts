import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Caller, PartnerKey, SigningPartners } from '../kernel/caller.ts';
import {
  checkDigest,
  malformed,
  RefusedSignature,
  refusalOf,
  verifyEd25519,
  WINDOW_SECONDS,
  type SignatureClaims,
  type SignatureParameters,
  type SignatureRefusal,
  type SignedRequest,
} from './signatures.ts';

/** What `callerOf` needs to authenticate a signed request, besides the request itself. */
export interface SignatureContext {
  /**
   * The public address of the API, without a trailing slash. The component `@authority` of a signature is compared with
   * the host in this address, and not with the header `Host`, because proxies change that header.
   */
  readonly apiUrl: string;
  /** The bytes of the body, exactly as they were sent. */
  readonly body: Uint8Array;
  readonly partners: SigningPartners;
  /** The current time, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Authenticates a signed request of API Gateway: verifies the signature and the digest of the body, and uses up the
 * nonce. Decision 47 (docs/adr) has the reasons for the rules.
 * @returns the caller for whom the partner signed, or why the request is refused
 * @throws any error of `partners`
 */
export const callerOf = async (
  event: APIGatewayProxyEvent,
  { apiUrl, body, partners, now }: SignatureContext,
): Promise<Caller | SignatureRefusal> => {
  const { headers, httpMethod: method, path } = event;
  if (headers['authorization'] !== undefined) {
    return { code: 'signature.with-token', detail: 'Send either a token or a signature, and not both' };
  }
  const request = { method, url: `${apiUrl}${path}${queryOf(event)}`, headers, body };
  try {
    return await verify(request, partners, Math.floor(now / 1000));
  } catch (error) {
    return refusalOf(error);
  }
};

/**
 * Returns the query in the form that a signature covers: sorted and percent-encoded. API Gateway does not pass on the
 * query as it was sent.
 */
const queryOf = ({
  multiValueQueryStringParameters: several,
  queryStringParameters: one,
}: APIGatewayProxyEvent): string => {
  const pairs = Object.entries(several ?? one ?? {}).flatMap(([name, values]) =>
    [values ?? ''].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.toSorted().join('&')}`;
};

const verify = async (
  request: SignedRequest,
  partners: SigningPartners,
  now: number,
): Promise<Caller | SignatureRefusal> => {
  const { 'signature-input': input, signature } = request.headers;
  if (input === undefined || signature === undefined) return malformed;
  let key: PartnerKey | undefined;
  const parameters = await verifyEd25519(request, now, async (claims) => {
    // These checks come first, so that a request that fails them causes no read of the table.
    checkComponents(claims, request);
    checkParameters(claims.parameters);
    checkDigest(request);
    key = await findKey(partners, claims.parameters);
    return key.publicKey;
  });
  await useNonce(partners, parameters);
  return key === undefined ? malformed : { id: key.customerId, roles: [key.role] };
};

/** Checks that the signature covers all parts of the request that it must cover. */
const checkComponents = ({ components }: SignatureClaims, request: SignedRequest): void => {
  const required = [
    '@method',
    '@authority',
    '@path',
    ...(request.url.includes('?') ? ['@query'] : []),
    ...(request.body.length === 0 ? [] : ['content-digest', 'content-type']),
    ...(request.headers['idempotency-key'] === undefined ? [] : ['idempotency-key']),
  ];
  // A component with parameters may cover only a part of its header.
  const covered = components.flatMap(({ name, parameters }) =>
    Object.keys(parameters).length === 0 ? [name] : [],
  );
  const missing = required.filter((name) => !covered.includes(name));
  if (missing.length === 0) return;
  const detail = `The signature must also cover ${missing.join(', ')}`;
  throw new RefusedSignature('signature.missing-component', detail);
};

/** A nonce may have 1 to 64 visible ASCII characters, so that the record of its use stays small. */
const NONCE = /^[\x21-\x7e]{1,64}$/;

const checkParameters = ({ nonce, keyid }: SignatureParameters): void => {
  if (keyid === undefined || nonce === undefined) {
    throw new RefusedSignature('signature.missing-parameter', 'The signature needs keyid and nonce');
  }
  if (!NONCE.test(nonce)) {
    throw new RefusedSignature('signature.malformed', 'A nonce has 1 to 64 visible ASCII characters');
  }
};

/** `keyid`: the partner's id, a slash, and the id of the key, as in the path of the key. */
const KEY_ID = /^([a-z0-9-]{1,32})\/([a-z0-9-]{1,32})$/;

const findKey = async (
  partners: SigningPartners,
  { keyid = '' }: SignatureParameters,
): Promise<PartnerKey> => {
  const [, partnerId, keyId = ''] = KEY_ID.exec(keyid) ?? [];
  const partner = partnerId === undefined ? undefined : await partners.load(partnerId);
  const keys = partner?.state.keys ?? {};
  const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (key === undefined) throw new RefusedSignature('signature.unknown-key', 'No key has this keyid');
  if (key.revokedAt !== undefined) {
    throw new RefusedSignature('signature.revoked-key', 'The key of this keyid was revoked');
  }
  return key;
};

/**
 * Refuses a nonce that was used before. A signature is refused when more than `WINDOW_SECONDS` have passed since
 * `created`. The record of its nonce is kept for twice that time, so a signature that is still accepted cannot be used
 * again.
 */
const useNonce = async (
  partners: SigningPartners,
  { created = 0, keyid, nonce }: SignatureParameters,
): Promise<void> => {
  if (await partners.useNonce(`${keyid}#${nonce}`, created + 2 * WINDOW_SECONDS)) return;
  const detail = 'The nonce was used before. Sign the request anew, with the same Idempotency-Key';
  throw new RefusedSignature('signature.replayed', detail);
};
