import * as z from 'zod/mini';
import { EmailAddress, PhoneNumber } from '../../shared/http/address-fields.ts';
import { route } from '../../shared/http/route.ts';

const TokenRole = z.enum(['customer', 'staff', 'admin']);
/** A role that a token may contain. */
export type TokenRole = z.infer<typeof TokenRole>;

/**
 * If the request has no `roles`, the token is for a customer. The token proves `email` and `phone_number`. Without
 * `email`, the token proves the address `<sub>@example.com`, if that is a valid address.
 */
const TokenRequest = z.strictObject({
  sub: z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')),
  roles: z.prefault(z.array(TokenRole).check(z.maxLength(3)), ['customer']),
  email: z.optional(EmailAddress),
  phone_number: z.optional(PhoneNumber),
});

/** The e-mail address of a user who names none, or `undefined` if `sub` does not fit into one. */
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

/** Issues a token to anyone, with any role that the request asks for. */
export const issueToken = /* @__PURE__ */ route({
  method: 'POST',
  path: '/identity/token',
  auth: 'public',
  summary: 'Issue a token',
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
