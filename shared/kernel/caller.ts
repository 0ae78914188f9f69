/** The roles of callers. `admin` includes `staff`, and every authenticated caller has the role `customer`. */
export const roles = ['customer', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who sends a request, according to the verified token or signature. */
export interface Caller {
  /** The token's `sub`, possibly after the prefix `staff:`, or the customer id of a partner's key. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** The caller's e-mail address, if the token says that the issuer has verified it. */
  readonly email?: string;
  /** The caller's phone number in E.164 format, if the token says that the issuer has verified it. */
  readonly phone?: string;
}

/** True if the caller has the role, or a role that includes it. */
export const hasRole = (caller: Caller, role: Role): boolean => {
  switch (role) {
    case 'customer':
      return true;
    case 'staff':
      return caller.roles.includes('staff') || caller.roles.includes('admin');
    case 'admin':
      return caller.roles.includes('admin');
  }
};

/** True if the caller is the owner or staff. */
export const mayActFor = (caller: Caller, ownerId: string): boolean =>
  caller.id === ownerId || hasRole(caller, 'staff');

/**
 * Identifies the caller by the `Authorization` header.
 * @throws AppError `unauthenticated` if that fails.
 */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/**
 * The customer ids of partners begin with this text, and the ids of people never do. So no signed request is made in
 * the name of a person, and no token is valid for a partner's id.
 */
export const PARTNER_PREFIX = 'partner:';

/**
 * The customer of the canary's orders. Business metrics leave out these orders, except for events about money at risk
 * (`moneyEvents`). Only a partner's key can have this customer id, so no person can pretend to be the canary.
 */
export const CANARY_CUSTOMER = `${PARTNER_PREFIX}orderly-canary`;
/** The only product that the canary orders. Lists of products leave it out, and nobody else can order it. */
export const CANARY_PRODUCT = 'orderly-canary';

/** The public key of a key pair with which a partner signs requests. */
export interface PartnerKey {
  /** A name for people, for example the name of the device that has the private key. */
  readonly name: string;
  /** The 32 bytes of an Ed25519 public key (RFC 8032, section 5.1.5), as base64url without padding. */
  readonly publicKey: string;
  readonly role: Role;
  /** The customer for whom this key signs requests. Begins with `PARTNER_PREFIX`. */
  readonly customerId: string;
  readonly registeredAt: string;
  /** The id of the administrator who registered the key. */
  readonly registeredBy: string;
  readonly revokedAt?: string;
  readonly revokedBy?: string;
}

/** A partner, such as a till or a marketplace, and all keys that it has or had, by key id. */
export interface Partner {
  readonly partnerId: string;
  readonly keys: Readonly<Record<string, PartnerKey>>;
}

/** The storage that the verification of signatures needs. Each operation is one storage call. */
export interface SigningPartners {
  /** Reads a partner with a strongly consistent read, so that a revoked key is refused at once. */
  load(partnerId: string): Promise<{ readonly state: Partner } | undefined>;
  /**
   * Records that a nonce was used.
   * @param nonce the id of a partner's key, and the nonce of a request that was signed with this key
   * @param expiresAt after this time, in seconds since 1970, the record may be deleted
   * @returns false if the nonce was used before
   */
  useNonce(nonce: string, expiresAt: number): Promise<boolean>;
}
