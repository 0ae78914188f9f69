import { newIdentityKey } from '../../../infra/identity-key.ts';
import { newSigningKey } from '../signing.ts';
import { holder, paymentProvider, refusedBearers, withoutToken } from './callers.ts';
import { USED_NONCE } from './in-process.ts';
import type { MatrixCaller } from './matrix.ts';
import { partnerCallers, type MatrixPartner } from './partners.ts';
import { staffSubject, tokenOf, type Identity, type RefusedToken } from './tokens.ts';

/** The customer who owns the objects in the requests. */
export const OWNER = 'alice';
const CLIENT = 'web-page';
const AUDIENCE = 'orderly';
const ROLES_CLAIM = 'cognito:groups';

export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

export const signer: MatrixPartner = {
  apiUrl: 'https://api.shop.test/v1',
  partnerId: 'signing-till',
  valid: newSigningKey(),
  revoked: newSigningKey(),
  usedNonce: USED_NONCE,
};

const [customersKey, staffKey, stranger] = [newIdentityKey(), newIdentityKey(), newIdentityKey()];
const customersIssuer = 'https://customers.test';
const staffIssuer = 'https://staff.test';

/**
 * The value of `AUTH_ISSUERS` with a pool of customers and one of staff, as a stage on AWS has them. Orderly checks the
 * claim `client_id` for one pool, and the claim `aud` for the other one. So the tests cover both claims.
 */
export const twoPools = JSON.stringify([
  { issuer: customersIssuer, keys: [customersKey.publicKey], clientId: CLIENT, roles: ['customer'] },
  {
    issuer: staffIssuer,
    keys: [staffKey.publicKey],
    audience: AUDIENCE,
    roles: ['staff', 'admin'],
    rolesClaim: ROLES_CLAIM,
  },
]);

const customer = (sub: string, more: object = {}): Identity => ({
  key: customersKey,
  claims: { iss: customersIssuer, client_id: CLIENT, sub, ...more },
});

const ofStaff = (sub: string, more: object = {}): Identity => ({
  key: staffKey,
  claims: { iss: staffIssuer, aud: AUDIENCE, sub, ...more },
});

const owner = customer(OWNER);
const admin = ofStaff('root', { [ROLES_CLAIM]: ['admin'] });
const everyRole = ['customer', 'staff', 'admin'];

/**
 * More tokens that must be refused. The first list has tokens that name the issuer of the customers. The second list
 * has tokens that name the issuer of the staff. In each list, one token is signed with the key of the other issuer.
 */
const ofCustomersOnly: readonly RefusedToken[] = [
  staffSubject,
  ['another client', 'auth.wrong-client', (one) => tokenOf(one, { claims: { client_id: 'other' } })],
  [
    'an ID token',
    'auth.wrong-client',
    (one) => tokenOf(one, { claims: { client_id: undefined, aud: CLIENT, token_use: 'id' } }),
  ],
  ['the key of the staff', 'auth.invalid-token', (one) => tokenOf(one, { signedBy: staffKey })],
];
const ofStaffOnly: readonly RefusedToken[] = [
  ['a wrong audience', 'auth.invalid-token', (one) => tokenOf(one, { claims: { aud: 'others' } })],
  ['no audience', 'auth.invalid-token', (one) => tokenOf(one, { claims: { aud: undefined } })],
  [
    'the key of the customers and its kid',
    'auth.invalid-token',
    (one) => tokenOf(one, { header: { kid: customersKey.publicKey.kid }, signedBy: customersKey }),
  ],
];

/** The callers of the matrix of all routes and all callers, for tests that run the handlers in the test process. */
export const callersOfTwoPools: readonly MatrixCaller[] = [
  ...withoutToken(admin),
  ...refusedBearers('owner', owner, stranger, ofCustomersOnly),
  ...refusedBearers('admin', admin, stranger, ofStaffOnly),
  holder('the token of the owner', 'owner', owner),
  holder('the token of another customer', 'customer', customer('bob')),
  holder(
    "a customers' token that claims every role",
    'customer',
    customer('mallory', { roles: everyRole, groups: everyRole, [ROLES_CLAIM]: everyRole }),
  ),
  // This token has the same subject as the owner's token, but comes from the pool of staff.
  holder("a staff pool's token without a role", 'customer', ofStaff(OWNER)),
  holder(
    "a staff pool's token with its role in another claim",
    'customer',
    ofStaff('mallory', { roles: everyRole }),
  ),
  holder(
    "a staff pool's token with its role as text",
    'customer',
    ofStaff('mallory', { [ROLES_CLAIM]: 'admin' }),
  ),
  holder(
    "a staff pool's token with other roles",
    'customer',
    ofStaff('mallory', { [ROLES_CLAIM]: ['root'] }),
  ),
  holder('the token of staff', 'staff', ofStaff('sam', { [ROLES_CLAIM]: ['staff'] })),
  holder('the token of an admin', 'admin', admin),
  ...partnerCallers(signer),
  paymentProvider(WEBHOOK_SECRET),
];
