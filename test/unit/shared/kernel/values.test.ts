import { describe, expect, it } from '@jest/globals';
import { hasRole, mayActFor } from '../../../../shared/kernel/caller.ts';
import { addSeconds, secondsBetween } from '../../../../shared/kernel/clock.ts';
import { uuidV7 } from '../../../../shared/kernel/ids.ts';

describe('instants', () => {
  it('move by seconds and sort as text', () => {
    const later = addSeconds('2026-02-28T23:59:59.500Z', 1.5);
    expect(later).toBe('2026-03-01T00:00:01.000Z');
    expect(later > '2026-02-28T23:59:59.500Z').toBe(true);
    expect(secondsBetween('2026-02-28T23:59:59.500Z', later)).toBe(1.5);
  });
});

describe('UUIDv7', () => {
  it('has its version, its variant and its time in front, so that it sorts by time', () => {
    const random = new Uint8Array(10).fill(0xff);
    const id = uuidV7(0x0195f0a01234, random);
    expect(id).toBe('0195f0a0-1234-7fff-bfff-ffffffffffff');
    expect(uuidV7(0x0195f0a01235, new Uint8Array(10)) > id).toBe(true);
  });
});

describe('roles', () => {
  it('include one another: admin is staff, staff is not admin', () => {
    const admin = { id: 'a', roles: ['admin'] as const };
    const staff = { id: 's', roles: ['staff'] as const };
    expect([hasRole(admin, 'staff'), hasRole(staff, 'admin'), hasRole(staff, 'customer')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(mayActFor(staff, 'alice')).toBe(true);
    expect(mayActFor({ id: 'alice', roles: [] }, 'alice')).toBe(true);
    expect(mayActFor({ id: 'mallory', roles: ['customer'] }, 'alice')).toBe(false);
  });
});
