import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/console/paths.ts';
import { catalogue } from '../../../scripts/catalogue.ts';

describe('the seeded catalogue', () => {
  test('has at least twelve products, each with an id of its own', () => {
    expect(new Set(catalogue.map(({ productId }) => productId)).size).toBe(catalogue.length);
    expect(catalogue.length).toBeGreaterThanOrEqual(12);
  });

  test('has a picture of each product, which the pages service serves', () => {
    for (const { productId } of catalogue) {
      expect(existsSync(join(projectRoot, 'web/public/pictures', `${productId}.svg`)) && productId).toBe(
        productId,
      );
    }
  });

  test('has prices and stock in whole units', () => {
    for (const { unitAmount, stock } of catalogue) {
      expect(Number.isInteger(unitAmount) && unitAmount >= 1).toBe(true);
      expect(Number.isInteger(stock) && stock >= 1).toBe(true);
    }
  });
});
