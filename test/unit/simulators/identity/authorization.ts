import { createHash } from 'node:crypto';
import { newIdentityKey } from '../../../../infra/identity-key.ts';
import { signClaims } from '../../../../simulators/identity/adapters/node-crypto.ts';
import { randomCode } from '../../../../simulators/identity/adapters/node-crypto.ts';
import { exchangeCode } from '../../../../simulators/identity/exchange-code.ts';
import { keySetOf } from '../../../../simulators/identity/metadata.ts';
import { answerSignIn, showSignIn } from '../../../../simulators/identity/page/browser-requests.ts';
import { signIn } from '../../../../simulators/identity/sign-in.ts';
import { answerExchange } from '../../../../simulators/identity/token-requests.ts';
import { memoryCodes } from '../../../support/memory/identity-simulator.ts';

export const ISSUER = 'http://localhost:4567/simulators/identity';
/** The code verifier from the example in RFC 7636 (PKCE), appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** A valid authorization request. */
export const request = {
  client_id: 'shop',
  redirect_uri: 'http://localhost:8976/callback',
  response_type: 'code',
  scope: 'openid email',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
  state: 'state-1',
  nonce: 'nonce-1',
} as const;

/** A valid request to exchange an authorization code for a token, without the code. */
export const exchange = {
  grant_type: 'authorization_code',
  client_id: request.client_id,
  redirect_uri: request.redirect_uri,
  code_verifier: VERIFIER,
} as const;

type Fields = Readonly<Record<string, string | undefined>>;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const formOf = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();

/** The simulator with stores in memory, and a clock that the test sets. */
export const startIdentity = () => {
  const clock = { now: '2026-03-01T09:30:00.000Z' };
  const signingKey = newIdentityKey();
  const now = () => clock.now;
  const codes = memoryCodes();
  const issuing = {
    issuer: ISSUER,
    signingKey,
    sign: signClaims,
    now,
    newId: () => 'id-1',
  };
  const answer = answerSignIn(ISSUER, signIn({ issuer: ISSUER, codes, newCode: randomCode, now }));
  const swap = answerExchange(exchangeCode({ ...issuing, codes }));
  const choose = (choice: Fields, query: Fields = request) =>
    answer({ query, headers: FORM, rawBody: () => formOf(choice) });
  return {
    clock,
    keySet: keySetOf(signingKey.publicKey),
    show: (query: Fields) => showSignIn(ISSUER)({ query }),
    choose,
    /** Signs in and returns the authorization code. */
    codeFor: async (choice: Fields, query?: Fields): Promise<string> => {
      const { headers } = await choose(choice, query);
      return new URL(headers?.['location'] ?? 'none:').searchParams.get('code') ?? '';
    },
    exchange: (fields: Fields | string, headers: Fields = FORM) =>
      swap({ headers, rawBody: () => (typeof fields === 'string' ? fields : formOf(fields)) }),
  };
};
