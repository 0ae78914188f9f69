import { Webhook } from 'standardwebhooks';
import type { IdentityKey } from '../../../infra/identity-key.ts';
import type { MatrixCaller, Standing } from './matrix.ts';
import { refusedTokens, tokenOf, type Identity, type RefusedToken } from './tokens.ts';

/** A caller with a token in the header `Authorization`. A new token is made for each request, because tokens expire. */
export const bearer = (name: string, standing: Standing, token: () => string): MatrixCaller => ({
  name,
  standing,
  identify: () => ({ headers: { authorization: `Bearer ${token()}` } }),
});

export const holder = (name: string, standing: Standing, identity: Identity): MatrixCaller =>
  bearer(name, standing, () => tokenOf(identity));

/** One caller for each form of token that must be refused. `whose` is a name for the identity in these tokens. */
export const refusedBearers = (
  whose: string,
  identity: Identity,
  stranger: IdentityKey,
  more: readonly RefusedToken[] = [],
): readonly MatrixCaller[] =>
  [...refusedTokens, ...more].map(([name, refused, make]) =>
    bearer(`${name} (${whose})`, { refused }, () => make(identity, stranger)),
  );

const MISSING: Standing = { refused: 'auth.missing' };

/** Callers without a token in the header `Authorization`. Some of these callers send a valid token in another place. */
export const withoutToken = (identity: Identity): readonly MatrixCaller[] => [
  { name: 'no token', standing: MISSING, identify: () => ({}) },
  {
    name: 'another scheme',
    standing: MISSING,
    identify: () => ({ headers: { authorization: `Basic ${tokenOf(identity)}` } }),
  },
  {
    name: 'the token without a scheme',
    standing: MISSING,
    identify: () => ({ headers: { authorization: tokenOf(identity) } }),
  },
  // RFC 6750, section 2.3, allows a token in the query. Orderly does not support this, because the address of a request
  // is logged.
  {
    name: 'the token in the query',
    standing: MISSING,
    inQuery: true,
    identify: () => ({ query: { access_token: tokenOf(identity) } }),
  },
  // Browsers send cookies even with requests that other sites cause, so a token in a cookie must have no effect.
  {
    name: 'the token in a cookie',
    standing: MISSING,
    identify: () => {
      const token = tokenOf(identity);
      return { headers: { cookie: `access_token=${token}; authorization=Bearer%20${token}` } };
    },
  },
];

/**
 * The payment provider, which signs the body of its request.
 * @param secret the secret that the provider shares with Orderly
 */
export const paymentProvider = (secret: string): MatrixCaller => ({
  name: "the payment provider's signature",
  standing: 'payment-provider',
  identify: ({ body }) => {
    const [id, at] = [`msg_${crypto.randomUUID()}`, new Date()];
    return {
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
    };
  },
});
