import { inParallel } from '../../scripts/console/in-parallel.ts';
import { apiClient, type ApiClient } from '../../scripts/tour/api-client.ts';
import { issueToken } from '../../scripts/tour/token.ts';
import type { MeteredStack } from './running.ts';

/**
 * The paths that an order can take. Orders on the paths `happy`, `two lines and a note` and `UUID` are paid and
 * completed. `two lines and a note` and `UUID` store more than `happy`.
 */
export const paths = ['happy', 'expired', 'cancelled', 'sold out', 'two lines and a note', 'UUID'] as const;
export type Path = (typeof paths)[number];

/** A note of 80 characters. */
export const NOTE = 'Please ring twice: the bell at the side door is quiet, and the dog sleeps there.';

/**
 * Orders in progress at a time. With more, the emulator (a single process) is too slow, and some orders would expire.
 */
export const WORKERS = 8;

/** Each customer has only a few orders, because the cost of an order could depend on the customer's other orders. */
export const ORDERS_PER_CUSTOMER = 5;

/** The clients of customers and staff, and the metered stack. */
export interface Shop {
  readonly metered: MeteredStack;
  readonly staff: ApiClient;
  /** Creates the customers for this many orders of a path. Each customer has an e-mail address. */
  recruit(orders: number, path: Path): Promise<readonly ApiClient[]>;
}

interface OrderedLine {
  readonly productId: string;
  readonly quantity: number;
}

const lines = (...productIds: readonly string[]): readonly OrderedLine[] =>
  productIds.map((productId) => ({ productId, quantity: 1 }));

/** What customers order on each path. All orders of a path order the same products. */
export const requests: Readonly<
  Record<Path, { readonly items: readonly OrderedLine[]; readonly note?: string }>
> = {
  happy: { items: lines('bench-happy') },
  expired: { items: lines('bench-expired') },
  cancelled: { items: lines('bench-cancelled') },
  'sold out': { items: lines('bench-sold-out') },
  'two lines and a note': { items: lines('bench-pair-1', 'bench-pair-2'), note: NOTE },
  // Differs from the happy path only by the customer's id.
  UUID: { items: lines('bench-happy') },
};

/** Returns the id of a customer whose orders take this path. A UUID is as long as Cognito's ids. */
export const customerIdOf = (path: Path, number: number): string =>
  path === 'UUID' ? crypto.randomUUID() : `customer-${number}`;

/** Creates the products and the staff. */
export const openShop = async (metered: MeteredStack): Promise<Shop> => {
  const { stack } = metered;
  const admin = apiClient(stack.apiUrl, await issueToken(stack, 'bench-admin', 'admin'));
  const product = { name: 'Ethiopia Yirgacheffe 250 g', unitAmount: 1450, currency: 'EUR', active: true };
  const ordered = (path: Path): readonly string[] => requests[path].items.map(({ productId }) => productId);
  const soldOut = new Set(ordered('sold out'));
  for (const productId of new Set(paths.flatMap(ordered))) {
    await admin.put(`/products/${productId}`, product);
    if (soldOut.has(productId)) continue;
    const stock = { change: 100_000, reason: 'opening stock' };
    await admin.post(`/products/${productId}/stock`, stock, { 'idempotency-key': `stock-${productId}` });
  }
  let recruited = 0;
  return {
    metered,
    staff: apiClient(stack.apiUrl, await issueToken(stack, 'bench-staff', 'staff')),
    recruit: async (orders, path) => {
      const customers: ApiClient[] = [];
      await inParallel(Math.ceil(orders / ORDERS_PER_CUSTOMER), WORKERS, async () => {
        recruited += 1;
        const id = customerIdOf(path, recruited);
        // The customer's token contains this address as verified, so Orderly asks for no code.
        const email = `${id}@example.com`;
        const customer = apiClient(stack.apiUrl, await issueToken(stack, id, 'customer'));
        const contact = { email, channels: { email: true, sms: false } };
        await customer.put('/me/contact', contact);
        customers.push(customer);
      });
      return customers;
    },
  };
};
