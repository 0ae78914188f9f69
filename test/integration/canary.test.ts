import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { prepareProduct, registerCanaryKey, revokeOtherKeys } from '../../scripts/deployment/canary-key.ts';
import {
  findCanary,
  invokeCanary,
  storeKey,
  tryCanary,
  type DeployedCanary,
} from '../../scripts/deployment/canary-stage.ts';
import { apiClient, type ApiClient } from '../../scripts/tour/api-client.ts';
import { CANARY_CUSTOMER, CANARY_PRODUCT } from '../../shared/kernel/caller.ts';
import { callAs, demand, tokenFor } from '../support/callers.ts';
import { testEnvironment } from '../support/environment.ts';
import { functionLogs } from '../support/logs.ts';
import { availableOf } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';

let canary: DeployedCanary;
let admin: ApiClient;
let keyid: string;

/** Gives the canary a new key and tries it, as `npm run canary` does, but revokes no earlier key. */
const giveKey = async (): Promise<string> => {
  const secret = await registerCanaryKey(admin);
  await storeKey(canary, secret);
  await tryCanary(canary);
  return secret.keyid;
};

/** The log lines since a time that contain all of these texts. Reads the log groups whose name contains `group`. */
const lines = async (since: number, group: string, ...texts: readonly string[]): Promise<readonly string[]> =>
  (await functionLogs(testEnvironment('ORDERLY_TEST_ENDPOINT'), { since, group }))
    .map(({ message }) => message)
    .filter((message) => texts.every((text) => message.includes(text)));

beforeAll(async () => {
  canary = await findCanary('local', undefined, deployedStack());
  admin = apiClient(canary.apiUrl, await tokenFor('canary-keeper', 'admin'));
  await prepareProduct(admin);
  keyid = await giveKey();
});

describe('the canary', () => {
  it('places, reads and cancels an order, whose stock can be ordered again, and that counts nowhere', async () => {
    const before = await availableOf(CANARY_PRODUCT);
    const since = Date.now();
    const ended = await invokeCanary(canary);
    expect(ended).toMatchObject({ outcome: 'succeeded' });
    expect(await availableOf(CANARY_PRODUCT)).toBe(before);

    const { orderId } = ended as { orderId?: string };
    const order = demand(await callAs<OrderView>('staff', 'staff', 'GET', `/orders/${orderId}`), 200);
    expect(order).toMatchObject({ status: 'CANCELLED', customerId: CANARY_CUSTOMER });
    expect(order.history.map(({ status }) => status)).toEqual(['PENDING', 'AWAITING_PAYMENT', 'CANCELLED']);

    // Orders of earlier tests may end meanwhile, but no other order is placed. So a line about `OrdersPlaced` could
    // only count the canary's order.
    expect(await lines(since, 'orders/relay', 'Event published', `OrderCreated:${orderId}`)).toHaveLength(1);
    expect(await lines(since, 'orders/relay', 'OrdersPlaced')).toEqual([]);
    expect(await lines(since, 'inventory/relay', 'Event published', `StockReserved:${orderId}`)).toHaveLength(
      1,
    );
    expect(await lines(since, 'inventory/relay', 'StockReservations')).toEqual([]);
    expect(await lines(since, 'ops/run-canary', '"CanaryFailed":0')).toHaveLength(1);
  });

  it('sells its product to nobody else, and no list shows it', async () => {
    const body = { items: [{ productId: CANARY_PRODUCT, quantity: 1 }] };
    const answer = await callAs<{ code: string }>('someone', 'customer', 'POST', '/orders', { body });
    expect([answer.status, answer.body.code]).toEqual([422, 'order.product-not-available']);

    const ids: string[] = [];
    let cursor = '';
    do {
      const page = await admin.get<{ items: { productId: string }[]; nextCursor?: string }>(
        `/products?limit=100${cursor}`,
      );
      ids.push(...page.items.map(({ productId }) => productId));
      cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    expect(ids).not.toContain(CANARY_PRODUCT);
  });

  it('fails at its order if its key is revoked, counts the failure, and works again with a new key', async () => {
    expect(await revokeOtherKeys(admin, 'no other key stays')).toContain(keyid);
    const since = Date.now();
    expect(await invokeCanary(canary)).toMatchObject({
      outcome: 'failed',
      step: 'place-order',
      reason: expect.stringContaining('POST /orders: 401 signature.revoked-key'),
      isLeftOpen: false,
    });
    expect(await lines(since, 'ops/run-canary', '"CanaryFailed":1')).toHaveLength(1);
    expect(await lines(since, 'ops/run-canary', 'The canary failed', 'place-order')).toHaveLength(1);

    keyid = await giveKey();
    expect(await revokeOtherKeys(admin, keyid)).toEqual([]);
    expect(await invokeCanary(canary)).toMatchObject({ outcome: 'succeeded' });
  });

  it('has a private key that no log line shows', async () => {
    expect(await lines(0, 'ops/run-canary', 'PRIVATE KEY')).toEqual([]);
  });
});
