import * as z from 'zod';
import { webUrl } from './setting-fields.ts';

/**
 * Where `npm run token` receives the result of a sign-in: a loopback address, which RFC 8252 (section 7.3) describes
 * for programs on a user's machine.
 */
export const LOOPBACK_CALLBACK = 'http://localhost:8976/callback';

/**
 * What Cognito accepts as a callback: https, http on localhost, or a scheme of an app (CreateUserPoolClient, API
 * reference). An app's scheme must contain a dot, because it must be a domain name in reverse (RFC 8252, section 7.1).
 */
const isCallback = (text: string): boolean => {
  if (!URL.canParse(text) || text.includes('#') || text.includes('*')) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol === 'http:') return hostname === 'localhost';
  return protocol === 'https:'
    ? webUrl.safeParse(text).success
    : /^[a-z0-9+-]+(\.[a-z0-9+-]+)+:$/.test(protocol);
};

/** The addresses to which a sign-in or a sign-out may return. */
export const Callbacks = z
  .array(
    z.string().max(1024).refine(isCallback, {
      error:
        'must be an https address of your own, an address on http://localhost, or one with the scheme of an app such as com.shop.app://callback',
    }),
  )
  .min(1)
  .max(20);

/** OpenID Connect Discovery 1.0, section 3: an issuer is an https address without query and fragment. */
const issuerUrl = webUrl.refine((url) => !/[?#]/.test(url), { error: 'must have no query and no fragment' });

const jwksUrl = z.custom<string>((value) => webUrl.safeParse(value).success, {
  error:
    'must be the https address of the public keys: the "jwks_uri" in <issuer>/.well-known/openid-configuration',
});

const issuer = {
  issuer: issuerUrl,
  jwksUrl,
  audience: z.string().min(1).max(255),
  clientId: z.string().min(1).max(255).optional(),
};

/** Two issuers of any OpenID Connect provider. */
export const IdentitySchema = z
  .strictObject({
    customers: z.strictObject(issuer),
    staff: z.strictObject({ ...issuer, rolesClaim: z.string().min(1).max(255).optional() }),
  })
  .refine(({ customers, staff }) => customers.issuer !== staff.issuer, {
    path: ['staff', 'issuer'],
    error:
      'is also the issuer of customers. Use another issuer, because what a token may do depends on its issuer',
  });

/** The issuers of an OpenID Connect provider: one for customers and one for staff. */
export type OidcIssuers = z.output<typeof IdentitySchema>;
