import { describe, expect, test } from '@jest/globals';
import { docsIn } from '../../../../scripts/contract/source-docs.ts';

const source = `import * as z from 'zod/mini';

/** A chair. */
const Chair = () =>
  z.strictObject({
    /** In centimetres. */
    height: z.int(),
    colour: z.string(),
  });

const Table = z.strictObject({ legs: z.int() });

/**
 * Sells a chair. It must
 * exist.
 *
 * The price is fixed.
 * @throws AppError 404
 */
export const sellChair = route({ path: '/chairs' });
`;

describe('the comments of a source', () => {
  const { constants, properties } = docsIn(source);

  test('are those above constants, without tags and line breaks', () => {
    expect([...constants]).toEqual([
      ['Chair', 'A chair.'],
      ['sellChair', 'Sells a chair. It must exist.\n\nThe price is fixed.'],
    ]);
  });

  test('are those above properties, by the constant that they belong to', () => {
    expect(properties.get('Chair.height')).toBe('In centimetres.');
    expect(properties.has('Chair.colour')).toBe(false);
    expect(properties.has('Table.legs')).toBe(false);
  });
});
