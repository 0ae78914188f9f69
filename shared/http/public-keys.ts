/** The prime of the field of edwards25519 (RFC 8032, section 5.1). */
const P = 2n ** 255n - 19n;

/**
 * The y coordinates of the eight points of small order, up to their sign. The last of these coordinates belongs to the
 * points of order 8.
 */
const SMALL_ORDER = [0n, 1n, 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n];

const KEY_BYTES = 32;

/**
 * True if the bytes are a public key of Ed25519 for which only the holder of the private key can sign: the canonical
 * encoding of a point on the curve (RFC 8032, section 5.1.3) that has no small order.
 *
 * Anyone can sign for a point of small order, and OpenSSL 3.5.4 to 3.5.7 accept such signatures ("Taming the many
 * EdDSAs", Chalkias, Garillot, Nikolaenko 2020). RFC 8032 lets a verifier accept these keys. Comparing with a list of
 * these keys would not be enough, because bytes that are no point at all must be refused, too. `@noble/curves` would
 * refuse them, but its 33 KB are more than all other code that verifies signatures.
 */
export const isPublicKey = (bytes: Uint8Array): boolean => {
  if (bytes.length !== KEY_BYTES) return false;
  // The bytes are little-endian, and the highest bit is the sign of x.
  const y = BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`) % 2n ** 255n;
  if (y >= P || SMALL_ORDER.includes(y) || SMALL_ORDER.includes(P - y)) return false;
  // x² = (y² - 1) / (dy² + 1) with d = -121665/121666. A quotient is a square if its numerator times its denominator is
  // a square.
  const square = y ** 2n;
  return isSquare((square - 1n) * (121_666n - 121_665n * square) * 121_666n);
};

/** True if the number is a square modulo `P` (Euler's criterion). The number must not be 0. */
const isSquare = (value: bigint): boolean => {
  let [result, power] = [1n, ((value % P) + P) % P];
  for (let exponent = (P - 1n) / 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent % 2n === 1n) result = (result * power) % P;
    power = power ** 2n % P;
  }
  return result === 1n;
};
