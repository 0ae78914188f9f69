import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type * as Basket from '../../../web/shop/basket.ts';
import type * as Checkout from '../../../web/shop/checkout.ts';

/** The parts of a browser's page that the checkout uses. */
const browser = globalThis as unknown as Record<string, unknown>;
const stubbed = ['document', 'location', 'localStorage', 'sessionStorage', 'addEventListener'];

const storage = (content: Readonly<Record<string, string>> = {}) =>
  Object.defineProperties(
    { ...content },
    {
      getItem: { value: (key: string) => content[key] ?? null },
      setItem: { value: () => undefined },
    },
  );

const line = { name: 'Bun', unitAmount: 350, currency: 'EUR', quantity: 1 };
const bun = { ...line, productId: 'bun' };
const cake = { ...line, productId: 'cake' };

let shop: typeof Basket & typeof Checkout;
let bodies: unknown[] = [];

beforeAll(async () => {
  const user = { access_token: 'token', profile: { sub: 'alice' } };
  browser['document'] = { documentElement: { dataset: { base: 'http://shop.test/app/' } } };
  browser['location'] = { pathname: '/' };
  browser['localStorage'] = storage();
  browser['sessionStorage'] = storage({ 'orderly.user:shop': JSON.stringify(user) });
  browser['addEventListener'] = () => undefined;
  shop = {
    ...(await import('../../../web/shop/checkout.ts')),
    ...(await import('../../../web/shop/basket.ts')),
  };
});

beforeEach(() => {
  bodies = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    bodies.push(await (request as Request).json());
    return Response.json({ orderId: 'o1' }, { status: 201 });
  });
  shop.attempt.value = undefined;
});

afterAll(() => {
  jest.restoreAllMocks();
  for (const name of stubbed) delete browser[name];
});

/** Checks out while another tab does the same. The other tab comes first, and ends with `change`. */
const afterAnotherTab = async (change: () => void): Promise<string | undefined> => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const other = navigator.locks.request('orderly.checkout', () => held);
  const checkedOut = shop.checkOut();
  change();
  release();
  await other;
  return checkedOut;
};

describe('the checkout', () => {
  it('orders the basket, and takes the order out of it', async () => {
    shop.basket.value = [bun];
    expect(await shop.checkOut()).toBe('o1');
    expect(bodies).toEqual([{ items: [{ productId: 'bun', quantity: 1 }] }]);
    expect(shop.basket.value).toEqual([]);
  });

  it('orders after another tab that has changed nothing', async () => {
    shop.basket.value = [bun];
    expect(await afterAnotherTab(() => undefined)).toBe('o1');
  });

  it('does not order what is left in the basket after another tab has placed the order', async () => {
    shop.basket.value = [bun];
    expect(await afterAnotherTab(() => (shop.basket.value = [cake]))).toBeUndefined();
    expect(bodies).toEqual([]);
  });

  it('does not order anew if another tab has finished the attempt that was to be repeated', async () => {
    shop.basket.value = [cake];
    const request = { items: [{ productId: 'bun', quantity: 1 }] };
    shop.attempt.value = { key: 'key-1', request, customerId: 'alice' };
    expect(await afterAnotherTab(() => (shop.attempt.value = undefined))).toBeUndefined();
    expect(bodies).toEqual([]);
  });
});
