import { describe, expect, it } from '@jest/globals';
import { hmacCursors } from '../../../../shared/http/page.ts';

const cursors = hmacCursors(async () => 'a secret');
const bad = { kind: 'invalid', code: 'request.bad-cursor' };

describe('a cursor', () => {
  it('opens to its position for the list it was sealed for', async () => {
    const cursor = await cursors.seal('2026-03-01#order', 'orders:alice:');
    expect(await cursors.open(cursor, 'orders:alice:')).toBe('2026-03-01#order');
  });

  it('is of no use to another caller, or for another filter', async () => {
    const cursor = await cursors.seal('position', 'orders:alice:');
    await expect(cursors.open(cursor, 'orders:mallory:')).rejects.toMatchObject(bad);
    await expect(cursors.open(cursor, 'orders:alice:PAID')).rejects.toMatchObject(bad);
  });

  it('cannot be altered in any byte', async () => {
    const bytes = Buffer.from(await cursors.seal('position', 'b'), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expect(cursors.open(altered.toString('base64url'), 'b')).rejects.toMatchObject(bad);
    }
  });

  it.each(['', 'x', '%%%', 'AAAAAAAAAAAAAAAAAAAAAAAA'])('cannot be made up: %j', async (made) => {
    await expect(cursors.open(made, 'b')).rejects.toMatchObject(bad);
  });
});
