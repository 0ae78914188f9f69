import { describe, expect, it } from '@jest/globals';
import { pickupCode } from '../../../../shared/kernel/pickup-code.ts';

const orderId = '0195f0a0-0000-7000-8000-0000000a1b2c';

describe('the pickup code', () => {
  it('is the same for the same order, has four characters, and none that look alike', () => {
    const code = pickupCode(orderId);
    expect(pickupCode(orderId)).toBe(code);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}$/);
    expect(pickupCode('0195f0a0-0000-7000-8000-0000000a1b2d')).not.toBe(code);
  });

  it('that is longer begins with the shorter one', () => {
    expect(pickupCode(orderId, 6)).toMatch(new RegExp(`^${pickupCode(orderId)}.{2}$`));
  });
});
