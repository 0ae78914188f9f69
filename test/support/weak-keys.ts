const zeros = '00'.repeat(31);
const ones = `${'ff'.repeat(30)}7f`;

/**
 * Values of 32 bytes in hexadecimal. No partner may register them as a public key of Ed25519. The points of small order
 * are those of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko 2020, table 1). If a partner registered
 * such a point, anyone could sign requests as this partner.
 */
export const weakKeys: readonly (readonly [what: string, hex: string])[] = [
  ['the neutral element', `01${zeros}`],
  ['the point of order 2', `ec${ones}`],
  ['a point of order 4', zeros.concat('00')],
  ['the other point of order 4', zeros.concat('80')],
  ['the first point of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['the second point of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
  ['the third point of order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['the fourth point of order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
  ['the neutral element with a sign', `01${'00'.repeat(30)}80`],
  ['the point of order 2 with a sign', `ec${'ff'.repeat(31)}`],
  ['0 in another encoding', `ed${ones}`],
  ['1 in another encoding', `ee${ones}`],
  ['3, a point on the curve, in another encoding', `f0${ones}`],
  ['y = 2, which is no point', `02${zeros}`],
  ['the largest number', 'ff'.repeat(32)],
];
