/** Letters and digits without those that look alike: 0 and O, 1, I and L. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * A short code that the customer says at the counter. The code is derived from the end of the order's id, because the
 * beginning of an id may be a time.
 * @param length how many characters the code has, at most 6. A longer code begins with the shorter code of the same
 *   order.
 */
export const pickupCode = (orderId: string, length = 4): string => {
  let rest = Number.parseInt(orderId.replaceAll('-', '').slice(-8), 16);
  let code = '';
  for (let place = 0; place < length; place += 1) {
    code += ALPHABET[rest % ALPHABET.length] ?? '';
    rest = Math.floor(rest / ALPHABET.length);
  }
  return code;
};
