import { describe, expect, it } from '@jest/globals';
import { formatInstant } from '../../../../../functions/notifications/domain/content.ts';

describe('an instant', () => {
  it('is told in UTC, whatever the zone of the machine', () => {
    expect(formatInstant('2026-03-01T09:30:00.000Z')).toBe('1 March 2026 at 09:30 UTC');
  });
});
