import * as z from 'zod/mini';
import { InstantField } from '../../shared/events/fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { isPublicKey } from '../../shared/http/public-keys.ts';
import { lineOfText, route, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'partner.not-found': { status: 404, meaning: 'No partner has this id.' },
  'partner.key-not-found': { status: 404, meaning: 'The partner has no key with this id.' },
  'partner.key-exists': {
    status: 409,
    meaning: 'A key with this id is registered with other details. Register the new key under another id.',
  },
  'partner.key-revoked': {
    status: 409,
    meaning: 'The key with this id was revoked for ever. Register a new key under another id.',
  },
  'partner.public-key-known': {
    status: 409,
    meaning:
      'Another key of this or another partner has or had this public key. Generate a new pair of keys.',
  },
  'partner.too-many-keys': {
    status: 422,
    meaning: 'The partner has 20 keys, revoked keys included. Use a new partner id.',
  },
} as const satisfies Problems;

/** The id of a partner, or of a key. Both ids together are the parameter `keyid` of a partner's signatures. */
const Id = z
  .string()
  .check(
    z.regex(
      /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
      'must be 1 to 32 lower-case letters, digits and hyphens, without a hyphen at an end',
    ),
  );

const PartnerPath = z.strictObject({ partnerId: Id, keyId: Id });

/**
 * The customer for whom a key signs. The id begins with `PARTNER_PREFIX` (shared/kernel/caller.ts), so that a key
 * cannot act for a person.
 */
const PartnerCustomerId = z
  .string()
  .check(
    z.regex(
      /^partner:[A-Za-z0-9._-]{1,64}$/,
      'must be "partner:" and up to 64 letters, digits, dots, underscores and hyphens',
    ),
  );

/**
 * The rights of a key. A partner, such as a till, acts as a customer: it places, reads and cancels its own orders. No
 * key has more rights.
 */
const KeyRole = z.enum(['customer']);

/** The 32 bytes of a public key, as base64 or base64url (RFC 4648, sections 4 and 5). */
const Base64Key = z
  .string()
  .check(z.regex(/^[A-Za-z0-9+/_-]{43}=?$/, 'must be the 32 bytes of an Ed25519 public key as base64'));

/**
 * An Ed25519 public key as a JSON Web Key (RFC 8037, section 2). A private key would have the member `d`, which this
 * schema refuses.
 */
const JsonWebKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes as base64url')),
  kid: z.optional(z.string().check(z.maxLength(200))),
  alg: z.optional(z.enum(['EdDSA', 'Ed25519'])),
  use: z.optional(z.literal('sig')),
});

/**
 * An Ed25519 public key, as base64 or as a JSON Web Key. It must be a point on the curve, in its canonical encoding
 * (RFC 8032, section 5.1.3). Points of small order are refused, because anyone can sign for such a point. The schema
 * converts every key to base64url, so that equal keys are equal texts.
 */
const PublicKey = z.pipe(
  z
    .union([Base64Key, JsonWebKey])
    .check(
      z.refine(
        (key) => isPublicKey(bytesOf(key)),
        'must be a point on the curve of Ed25519, in its canonical encoding, and not of small order',
      ),
    ),
  z.transform((key) => bytesOf(key).toString('base64url')),
);

const bytesOf = (key: z.output<typeof Base64Key> | z.output<typeof JsonWebKey>): Buffer =>
  Buffer.from(typeof key === 'string' ? key : key.x, 'base64');

/** A partner, which is a program that places orders with signed requests, such as a till or a marketplace. */
const Partner = () =>
  z.strictObject({
    partnerId: Id,
    /** The partner's keys, including revoked keys. `customerId` is the customer for whom the partner places orders. */
    keys: z.array(
      z.strictObject({
        keyId: Id,
        /** The parameter `keyid` of signatures that the partner makes with this key. */
        signatureKeyId: z.string(),
        name: z.string(),
        publicKey: z.string(),
        role: KeyRole,
        customerId: PartnerCustomerId,
        registeredAt: InstantField,
        registeredBy: z.string(),
        revokedAt: z.optional(InstantField),
        revokedBy: z.optional(z.string()),
      }),
    ),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Partner: Partner() });

/**
 * Registers a public key with which a partner, such as a till, signs requests. The first key creates the partner.
 * Repeating the request changes nothing. `publicKey` is an Ed25519 public key: its 32 bytes as base64, or a JSON Web
 * Key. It must be the canonical encoding of a point on the curve (RFC 8032, section 5.1.3) that is not of small order.
 * `customerId` is the customer for whom the partner places orders.
 */
export const registerKey = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/partners/{partnerId}/keys/{keyId}',
  auth: 'admin',
  summary: 'Register a public key of a partner',
  params: PartnerPath,
  body: z.strictObject({
    name: lineOfText(80),
    publicKey: PublicKey,
    customerId: PartnerCustomerId,
    role: z.prefault(KeyRole, 'customer'),
  }),
  problems: [
    'partner.key-exists',
    'partner.key-revoked',
    'partner.public-key-known',
    'partner.too-many-keys',
  ],
  answers: () => ({ 200: Partner() }),
});

/**
 * Revokes a key for ever. From then on, requests that are signed with this key are refused. Repeating the request
 * changes nothing.
 */
export const revokeKey = /* @__PURE__ */ route({
  method: 'DELETE',
  path: '/partners/{partnerId}/keys/{keyId}',
  auth: 'admin',
  summary: 'Revoke a key of a partner',
  params: PartnerPath,
  body: z.strictObject({}),
  problems: ['partner.not-found', 'partner.key-not-found'],
  answers: () => ({ 200: Partner() }),
});

/** Lists the partners, sorted by id. Each partner has all its keys, including revoked keys. */
export const listPartners = /* @__PURE__ */ route({
  method: 'GET',
  path: '/partners',
  auth: 'admin',
  summary: 'List partners and their keys',
  query: z.strictObject(pageQuery),
  answers: () => ({ 200: pageOf(Partner()) }),
});
