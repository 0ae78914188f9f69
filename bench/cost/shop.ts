import { apiClient, type ApiClient } from '../../scripts/tour/api-client.ts';
import { issueToken } from '../../scripts/tour/token.ts';
import type { MeteredStack } from './running.ts';

/** The ways that an order can go. */
export const paths = ['happy', 'expired', 'cancelled', 'sold out'] as const;
export type Path = (typeof paths)[number];

/** Orders under way at a time: the emulator is one process, and a customer must be able to pay in time. */
export const WORKERS = 8;

/** So few that what an order costs cannot depend on how many its customer has: however many there are in all. */
export const ORDERS_PER_CUSTOMER = 5;

/** What the bench does as a customer, as the staff, and behind the scenes. */
export interface Shop {
  readonly metered: MeteredStack;
  readonly staff: ApiClient;
  /** Makes new customers, who have left an e-mail address: enough for so many orders. */
  recruit(orders: number): Promise<readonly ApiClient[]>;
}

/** The product that orders of a path are for: one each, so that all of them want the same stock. */
export const productOf = (path: Path): string => `bench-${path.replace(' ', '-')}`;

/**
 * Does something once for each of the numbers from 0 on, for some of them at a time.
 * @throws whatever the work throws first; what is under way then is not waited for.
 */
export const inParallel = async (
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const goOn = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
};

/** Makes the products, and the staff. */
export const openShop = async (metered: MeteredStack): Promise<Shop> => {
  const { stack } = metered;
  const admin = apiClient(stack.apiUrl, await issueToken(stack, 'bench-admin', 'admin'));
  for (const path of paths) {
    const product = {
      name: 'Ethiopia Yirgacheffe 250 g',
      unitAmount: 1450,
      currency: 'EUR',
      active: true,
    };
    await admin.put(`/products/${productOf(path)}`, product);
    if (path === 'sold out') continue;
    const key = { 'idempotency-key': `bench-stock-${path.replace(' ', '-')}` };
    await admin.post(`/products/${productOf(path)}/stock`, { change: 100_000, reason: 'opening stock' }, key);
  }
  let recruited = 0;
  return {
    metered,
    staff: apiClient(stack.apiUrl, await issueToken(stack, 'bench-staff', 'staff')),
    recruit: async (orders) => {
      const customers: ApiClient[] = [];
      await inParallel(Math.ceil(orders / ORDERS_PER_CUSTOMER), WORKERS, async () => {
        recruited += 1;
        const name = `customer-${recruited}`;
        const customer = apiClient(stack.apiUrl, await issueToken(stack, name, 'customer'));
        const contact = { email: `${name}@example.com`, channels: { email: true, sms: false } };
        await customer.put('/me/contact', contact);
        customers.push(customer);
      });
      return customers;
    },
  };
};
