/** A JSON Web Key (RFC 7517), as far as this issuer makes them: elliptic curve P-256. */
export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
}

/** The issuer's key pair. `privateKey` never leaves the issuer: no answer and no log line has it. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  /** The private scalar of the key (RFC 7518, section 6.2.2.1). */
  readonly privateKey: string;
}

/** Keeps the one key pair. Each operation is one storage call. */
export interface SigningKeyStore {
  load(): Promise<SigningKey | undefined>;
  /** Keeps a first key pair; false when there was one already. */
  insert(key: SigningKey): Promise<boolean>;
}

/**
 * The key pair that all functions agree on. Whoever needs it first makes it; of two at once, one wins and the other one
 * takes the winner's.
 */
export const agreedKey =
  (store: SigningKeyStore, newKey: () => Promise<SigningKey>) => async (): Promise<SigningKey> => {
    const known = await store.load();
    if (known !== undefined) return known;
    const fresh = await newKey();
    if (await store.insert(fresh)) return fresh;
    const winner = await store.load();
    if (winner === undefined) throw new Error('The signing key vanished after it was made');
    return winner;
  };
