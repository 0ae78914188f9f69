import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Caller, hasRole, PARTNER_PREFIX, type Role, type SigningPartners } from '../kernel/caller.ts';
import { reachableApiUrl, readEnv, text } from '../config/env.ts';
import { logger } from '../observability/telemetry.ts';
import { bodyBytesOf } from './contract.ts';
import { EmailAddress, PhoneNumber, type Route, type Step } from './route.ts';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { FetchError } from 'aws-jwt-verify/error';
import { AppError } from '../errors.ts';
import { CustomerId } from '../events/fields.ts';
import { type FetchKeys, type Issuer, issuerKeys, keysAddress, readIssuers } from './issuers.ts';

const NOBODY: Caller = { id: '', roles: [] };

/**
 * Authenticates a request.
 * @throws AppError `unauthenticated` if that fails.
 */
export type AuthenticateRequest = (
  authorization: string | undefined,
  event: APIGatewayProxyEvent,
) => Promise<Caller>;

/**
 * Authenticates the bearer of a token. For a request without a token, the text of the error depends on whether `event`
 * has a signature.
 */
type BearerTokens = (...args: Partial<Parameters<AuthenticateRequest>>) => Promise<Caller>;

/**
 * A step of the HTTP pipeline: authenticates the caller, and refuses a caller without the route's role.
 * @param own authenticates the caller of a route with `auth: 'secret-key'`, or with `signed: true`
 *   (`tokensOrSignatures`).
 * @throws Error if `own` is missing for such a route.
 */
export const authentication = (
  { auth, signed }: Pick<Route, 'auth' | 'signed'>,
  own?: AuthenticateRequest,
): Step => {
  const authenticate = authenticatorOf(auth, signed, own);
  const role = auth === 'public' || auth === 'secret-key' ? undefined : auth;
  return {
    before: async ({ event, internal }) => {
      const caller = (await authenticate?.(event.headers?.['authorization'], event)) ?? NOBODY;
      if (role !== undefined && !hasRole(caller, role)) {
        throw new AppError('forbidden', 'auth.role-missing', `This needs the role ${role}`);
      }
      internal.caller = caller;
    },
  };
};

const authenticatorOf = (
  auth: Route['auth'],
  signed: Route['signed'],
  own: AuthenticateRequest | undefined,
): AuthenticateRequest | undefined => {
  if (auth === 'public') return undefined;
  if (auth !== 'secret-key' && !signed) return bearerTokens();
  if (own === undefined) throw new Error('This route needs the option authenticate');
  return own;
};

/** Matches the parameter `keyid` of a signature, if its value has the form of a key's id. */
const KEY_ID = /; *keyid="([a-z0-9-]{1,32}\/[a-z0-9-]{1,32})"/;

/**
 * How a JWT usually begins, because `eyJ` is `{"` in base64url (RFC 7519, section 3.1). People paste a token into a
 * signature's header by mistake.
 */
const LOOKS_LIKE_A_TOKEN = /^([Bb]earer )?eyJ/;

/**
 * Accepts a bearer token, or the signature of a partner. The code that verifies signatures is loaded when the first
 * signature arrives, because most requests have a token.
 */
export const tokensOrSignatures = (partners: SigningPartners): AuthenticateRequest => {
  const tokens = bearerTokens();
  const apiUrl = reachableApiUrl(readEnv({ API_URL: text }).API_URL);
  return async (authorization, event) => {
    const { signature, 'signature-input': input = signature } = event.headers ?? {};
    if (input === undefined) return tokens(authorization);
    // The id of the key that the caller claims to have signed with. Operators find a partner's log lines by this id.
    const [, signatureKeyId] = KEY_ID.exec(input) ?? [];
    if (signatureKeyId !== undefined) logger.appendKeys({ signatureKeyId });
    if (LOOKS_LIKE_A_TOKEN.test(signature ?? '') || LOOKS_LIKE_A_TOKEN.test(input)) {
      const detail =
        'The header of a signature holds what looks like a token. Send it as "Authorization: Bearer <JWT>"';
      throw unauthenticated('signature.malformed', detail);
    }
    const { callerOf } = await import('#signed-requests');
    const given = { apiUrl, body: bodyBytesOf(event), partners, now: Date.now() };
    const caller = await callerOf(event, given);
    if ('code' in caller) throw unauthenticated(caller.code, caller.detail);
    return caller;
  };
};

const unauthenticated = (code: string, detail: string, cause?: unknown) =>
  new AppError('unauthenticated', code, detail, { cause });

/**
 * Verifies a bearer token with the keys of the issuer that the token names. This issuer must be in `AUTH_ISSUERS`.
 * @param fetchKeys fetches a key set. By default, the set is fetched over HTTPS.
 * @throws AppError 401 for a missing or invalid token; 503 while the keys of its issuer cannot be fetched.
 */
export const bearerTokens = (fetchKeys?: FetchKeys): BearerTokens => {
  const issuers = readIssuers();
  const verifier = JwtVerifier.create(
    issuers.map((one) => ({
      issuer: one.issuer,
      audience: one.audience ?? null,
      jwksUri: keysAddress(one),
      graceSeconds: 5,
      customJwtCheck: checkToken,
    })),
    { jwksCache: issuerKeys(issuers, fetchKeys) },
  );

  return async (authorization, event) => {
    const token = /^Bearer ([A-Za-z0-9._-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      const hint = event?.headers?.['signature-input'] === undefined ? '' : 'This route takes no signature. ';
      throw unauthenticated('auth.missing', `${hint}Send a token: "Authorization: Bearer <JWT>"`);
    }
    const claims = await verifier.verify(token).catch((error: unknown) => {
      if (error instanceof FetchError) {
        const detail = 'The keys of the issuer cannot be fetched; please try again shortly';
        throw new AppError('unavailable', 'auth.keys-unavailable', detail, { cause: error });
      }
      throw unauthenticated('auth.invalid-token', 'The token is not valid or has expired', error);
    });
    const issuer = issuers.find((one) => one.issuer === claims.iss);
    if (issuer === undefined) throw unauthenticated('auth.invalid-token', 'The token has an unknown issuer');
    if (issuer.clientId !== undefined && claims['client_id'] !== issuer.clientId) {
      throw unauthenticated('auth.wrong-client', 'The token was issued for another application');
    }
    return { id: idOf(issuer, claims.sub), roles: rolesOf(issuer, claims), ...provenAddresses(claims) };
  };
};

/**
 * Refuses two kinds of tokens that the library accepts: a token that never expires, and a token whose header `crit`
 * lists extensions that its reader must understand (RFC 7515, section 4.1.11). This code understands none.
 */
const checkToken = ({ header, payload }: { readonly header: object; readonly payload: object }): void => {
  if (!('exp' in payload) || 'crit' in header) throw new Error('No expiry, or an unknown extension');
};

const STAFF_PREFIX = 'staff:';

/**
 * The caller's id. Two issuers may give the same subject to different people (OpenID Connect Core 1.0, section 2).
 * Therefore, if an issuer may not give the role `customer`, the ids of its users begin with `staff:`. A customer's id
 * may not begin with this text.
 */
const idOf = (issuer: Issuer, sub: unknown): string => {
  // The subject becomes the customer id in events, so it must fit their schema.
  const isOfCustomers = issuer.roles.includes('customer');
  const id = CustomerId.safeParse(isOfCustomers || typeof sub !== 'string' ? sub : `${STAFF_PREFIX}${sub}`);
  const isOwn =
    id.success && isOfCustomers !== id.data.startsWith(STAFF_PREFIX) && !id.data.startsWith(PARTNER_PREFIX);
  if (isOwn) return id.data;
  const detail =
    'The claim "sub" must have 1 to 128 characters of valid Unicode, and not begin with "staff:" or "partner:"';
  throw unauthenticated('auth.no-subject', detail);
};

/** The roles that the token claims, without those that its issuer may not give. */
const rolesOf = (issuer: Issuer, claims: Readonly<Record<string, unknown>>): readonly Role[] => {
  const claimed = claims[issuer.rolesClaim ?? 'roles'];
  return Array.isArray(claimed) ? issuer.roles.filter((role) => claimed.includes(role)) : [];
};

/**
 * The addresses that the issuer has verified (OpenID Connect Core 1.0, section 5.1). A malformed address is ignored.
 * Some issuers send `email_verified` and `phone_number_verified` as the text `true`.
 */
const provenAddresses = (claims: Readonly<Record<string, unknown>>): Pick<Caller, 'email' | 'phone'> => {
  const isTrue = (claim: unknown) => claim === true || claim === 'true';
  const email = EmailAddress.safeParse(claims['email']);
  const phone = PhoneNumber.safeParse(claims['phone_number']);
  return {
    ...(email.success && isTrue(claims['email_verified']) ? { email: email.data } : {}),
    ...(phone.success && isTrue(claims['phone_number_verified']) ? { phone: phone.data } : {}),
  };
};
