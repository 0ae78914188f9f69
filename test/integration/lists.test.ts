import { beforeAll, describe, expect, it } from '@jest/globals';
import { callAs, demand, type Role } from '../support/callers.ts';
import { newCustomer, newProduct, placePaid, reachMessage, withMail } from '../support/shop.ts';

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor?: string | undefined;
}

const customer = newCustomer();

beforeAll(async () => {
  const productId = await newProduct(2);
  await newProduct(1);
  await withMail(customer);
  await Promise.all([placePaid(customer, productId), placePaid(customer, productId)]);
  await reachMessage(customer, 'OrderPaid');
});

describe('a list', () => {
  it.each<readonly [string, string, Role]>([
    ['/products', customer, 'customer'],
    ['/orders', customer, 'customer'],
    ['/me/notifications', customer, 'customer'],
    ['/fulfilment/tickets', 'kitchen', 'staff'],
  ])('%s continues at its cursor', async (path, sub, role) => {
    // `/products` does not show the canary's product. So the page with this product is empty, and the test reads the
    // next page.
    const page = async (cursor?: string): Promise<Page> => {
      const query = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { items, nextCursor } = demand(
        await callAs<Page>(sub, role, 'GET', `${path}?limit=1${query}`),
        200,
      );
      return items.length > 0 || nextCursor === undefined ? { items, nextCursor } : page(nextCursor);
    };
    const first = await page();
    expect(first.items).toHaveLength(1);
    const second = await page(first.nextCursor ?? '');
    expect(second.items).toHaveLength(1);
    expect(second.items).not.toEqual(first.items);
  });
});
