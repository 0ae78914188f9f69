import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** A mutant that requires a lower role (`instead`) for a route than the real code (`auth`). */
const opened = (service: string, path: string, auth: string, instead: string, bug: string): UnitMutant => {
  const name = `open-${path.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '')}`;
  const at = `path: '${path}',\n  auth: `;
  const find = `${at}'${auth}'`;
  const replace = `${at}'${instead}'`;
  return {
    name,
    layer: 'shell',
    bug,
    file: `functions/${service}/api.ts`,
    find,
    replace,
    test: 'test/unit/authorisation/matrix.test.ts',
  };
};

/** Bugs in the roles that routes declare. */
export const routeMutants: readonly UnitMutant[] = [
  opened(
    'ops',
    '/ops/dead-letters',
    'admin',
    'staff',
    'Staff can read dead letters, which contain personal data.',
  ),
  opened('ops', '/ops/dead-letters/{queue}/redrive', 'admin', 'public', 'Anyone can redrive dead letters.'),
  opened(
    'privacy',
    '/customers/{customerId}/export',
    'admin',
    'customer',
    'Any customer can export any other customer.',
  ),
  opened('payments', '/payments/{orderId}/refunds', 'admin', 'staff', 'Staff can refund payments.'),
  opened('payments', '/payments/{orderId}', 'customer', 'public', 'Anyone can see a payment.'),
  opened('fulfilment', '/fulfilment/tickets', 'staff', 'customer', 'Customers can see all tickets.'),
  ...plantedIn('shell', 'functions/inventory/api.ts', 'test/unit/functions/inventory/requests.test.ts', [
    [
      'price-that-nobody-can-pay',
      'A product is accepted at a price that no quantity makes payable.',
      'hasPayableTotal(unitAmount, currency, MAX_QUANTITY);',
      'true;',
    ],
    [
      'price-in-any-currency',
      'A product is accepted in a currency that nobody can pay in.',
      'z.refine(isPayableCurrency,',
      'z.refine(() => true,',
    ],
  ]),
  ...plantedIn('shell', 'functions/inventory/api.ts', 'test/unit/authorisation/matrix.test.ts', [
    [
      'price-of-anyone',
      'Any customer can change the price of a product.',
      "method: 'PUT',\n  path: '/products/{productId}',\n  auth: 'admin'",
      "method: 'PUT',\n  path: '/products/{productId}',\n  auth: 'customer'",
    ],
    [
      'stock-of-staff',
      'Staff can change the amount in stock.',
      "method: 'POST',\n  path: '/products/{productId}/stock',\n  auth: 'admin'",
      "method: 'POST',\n  path: '/products/{productId}/stock',\n  auth: 'staff'",
    ],
    [
      'check-of-customers',
      'Customers can see how much is sold, and start scans that cost money.',
      "method: 'GET',\n  path: '/products/{productId}/stock',\n  auth: 'admin'",
      "method: 'GET',\n  path: '/products/{productId}/stock',\n  auth: 'customer'",
    ],
  ]),
];
