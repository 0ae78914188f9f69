/** Makes a fresh, unique id (UUIDv7, RFC 9562). Passed in, so that a simulation can draw ids from its seed. */
export type NewId = () => string;

/** Text of 16 bytes as a UUID of the given version (RFC 9562, section 4). */
export const formatUuid = (bytes: Uint8Array, version: number): string => {
  const stamped = Uint8Array.from(bytes.subarray(0, 16));
  stamped[6] = ((stamped[6] ?? 0) & 0x0f) | (version << 4);
  stamped[8] = ((stamped[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(stamped, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** A version-7 UUID (RFC 9562, section 5.7) of a time in milliseconds and 10 random bytes; it sorts by time. */
export const uuidV7 = (milliseconds: number, random: Uint8Array): string => {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(milliseconds / 2 ** (8 * (5 - i))) % 256;
  bytes.set(random.subarray(0, 10), 6);
  return formatUuid(bytes, 7);
};

/** Fresh UUIDv7s of this machine's clock and randomness: for the wiring in a `lambda.ts`, never for rules. */
export const systemIds: NewId = () =>
  uuidV7(Date.now(), globalThis.crypto.getRandomValues(new Uint8Array(10)));
