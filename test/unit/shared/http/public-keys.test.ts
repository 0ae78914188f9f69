import { describe, expect, it } from '@jest/globals';
import { isPublicKey } from '../../../../shared/http/public-keys.ts';
import { newSigningKey } from '../../../support/signing.ts';
import { weakKeys } from '../../../support/weak-keys.ts';

const fromHex = (hex: string) => Buffer.from(hex, 'hex');

describe('a public key', () => {
  it.each([
    ['test 1', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'],
    ['test 2', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'],
    ['test 3', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'],
    ['test 1024', '278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e'],
    ['test SHA(abc)', 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf'],
  ])('of RFC 8032, section 7.1, %s, is one', (_, hex) => {
    expect(isPublicKey(fromHex(hex))).toBe(true);
  });

  it('that Node generates is one', () => {
    for (let count = 0; count < 200; count += 1) {
      expect(isPublicKey(Buffer.from(newSigningKey().publicKey, 'base64url'))).toBe(true);
    }
  });

  it('with y = 3, a small number that is on the curve, is one, with either sign', () => {
    expect(isPublicKey(fromHex(`03${'00'.repeat(31)}`))).toBe(true);
    expect(isPublicKey(fromHex(`03${'00'.repeat(30)}80`))).toBe(true);
  });

  it.each(weakKeys)('is not %s', (_, hex) => {
    expect(isPublicKey(fromHex(hex))).toBe(false);
  });

  it.each([0, 31, 33])('does not have %i bytes', (length) => {
    expect(isPublicKey(Buffer.alloc(length, 3))).toBe(false);
  });
});

describe('half of all y coordinates', () => {
  it('are those of a point: of 2 to 40, these', () => {
    const isPoint = (y: number) =>
      isPublicKey(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? y : 0)));
    const points = Array.from({ length: 39 }, (_, at) => at + 2).filter(isPoint);
    expect(points).toEqual([
      3, 4, 5, 6, 9, 10, 14, 15, 16, 18, 19, 21, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 35, 37, 39, 40,
    ]);
  });
});
