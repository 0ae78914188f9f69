import * as z from 'zod/mini';
import { EmailAddress, PhoneNumber, route } from '../../shared/http/route.ts';

/** A role that a token may contain. */
export const TokenRole = z.enum(['customer', 'staff', 'admin']);
export type TokenRole = z.infer<typeof TokenRole>;

/**
 * If the request has no `roles`, the token is for a customer. The token states that `email` and `phone_number` are
 * verified. Without `email`, the token contains the address `<sub>@example.com`, if that is a valid address.
 */
const TokenRequest = z.strictObject({
  sub: z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')),
  roles: z.prefault(z.array(TokenRole).check(z.maxLength(3)), ['customer']),
  email: z.optional(EmailAddress),
  phone_number: z.optional(PhoneNumber),
});

/**
 * The e-mail address in a token if the request for the token contains none. Undefined if `sub` cannot be part of an
 * e-mail address.
 */
export const usualEmail = (sub: string): string | undefined =>
  EmailAddress.safeParse(`${sub}@example.com`).data;

const Token = () =>
  z.strictObject({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
  });

const KeySet = () =>
  z.strictObject({
    keys: z.array(
      z.strictObject({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.string(),
        use: z.string(),
      }),
    ),
  });

/** The tokens that a client gets for an authorization code. Each token is valid for `expires_in` seconds. */
const SignedIn = () => z.extend(Token(), { id_token: z.string(), scope: z.string() });

/**
 * The parameters of a request that a browser brings from a client: any names, each with an optional text. The route's
 * handler checks the parameters instead of this schema, because most mistakes are reported by a redirect or on a page.
 * Unknown parameters are ignored (RFC 6749, section 3.1).
 */
const BrowserQuery = z.catchall(z.object({}), z.optional(z.string()));

/** Describes the simulator to clients. */
export const getDiscovery = /* @__PURE__ */ route({
  method: 'GET',
  path: '/identity/.well-known/openid-configuration',
  auth: 'public',
  summary: 'Describe the identity provider',
  answers: () => ({ 200: z.looseObject({ issuer: z.url() }) }),
});

/** Shows the page on which a person chooses who signs in. */
export const showSignInPage = /* @__PURE__ */ route({
  method: 'GET',
  path: '/identity/authorize',
  auth: 'public',
  summary: 'Show the sign-in page',
  query: BrowserQuery,
  answers: () => ({ 200: z.string(), 303: z.string() }),
});

/** Receives the choice that was made on the page, and sends the browser back to the client. */
export const signIn = /* @__PURE__ */ route({
  method: 'POST',
  path: '/identity/authorize',
  auth: 'public',
  summary: 'Sign in',
  query: BrowserQuery,
  answers: () => ({ 303: z.string() }),
});

/** Exchanges an authorization code for tokens. */
export const exchangeCode = /* @__PURE__ */ route({
  method: 'POST',
  path: '/identity/token',
  auth: 'public',
  summary: 'Exchange a code for tokens',
  answers: () => ({ 200: SignedIn() }),
});

/** Signs out. Sends the browser back to the client, or shows a page if the request names no address of the client. */
export const endSession = /* @__PURE__ */ route({
  method: 'GET',
  path: '/identity/end-session',
  auth: 'public',
  summary: 'Sign out',
  query: BrowserQuery,
  answers: () => ({ 200: z.string(), 303: z.string() }),
});

/** Issues a token to anyone, with any role that the request asks for. */
export const issueToken = /* @__PURE__ */ route({
  method: 'POST',
  path: '/identity/tokens',
  auth: 'public',
  summary: 'Issue a token without signing in',
  body: TokenRequest,
  answers: () => ({ 200: Token() }),
});

/** Shows the public keys that verify the tokens. */
export const getKeySet = /* @__PURE__ */ route({
  method: 'GET',
  path: '/identity/jwks.json',
  auth: 'public',
  summary: 'Show the public keys',
  answers: () => ({ 200: KeySet() }),
});
