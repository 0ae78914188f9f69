import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** A route that is open to callers with a lower role, or to anyone. */
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
    test: 'test/unit/functions/route-access.test.ts',
  };
};

/** Bugs in what routes declare: who may call them, and what they answer. */
export const routeMutants: readonly UnitMutant[] = [
  opened('ops', '/ops/dead-letters', 'admin', 'staff', 'Staff read dead letters, which have personal data.'),
  opened('ops', '/ops/dead-letters/{queue}/redrive', 'admin', 'public', 'Anyone redrives dead letters.'),
  opened('payments', '/payments/{orderId}/refunds', 'admin', 'staff', 'Staff give money back.'),
  opened('payments', '/payments/{orderId}', 'customer', 'public', 'A payment is shown to anyone.'),
  opened('fulfilment', '/fulfilment/tickets', 'staff', 'customer', 'Customers see all tickets.'),
  opened(
    'inventory',
    '/products/{productId}/stock',
    'admin',
    'staff',
    'Staff change how much there is in stock.',
  ),
  ...plantedIn('shell', 'functions/inventory/api.ts', 'test/unit/functions/route-access.test.ts', [
    [
      'price-of-anyone',
      'Anyone changes the price of a product.',
      "method: 'PUT',\n  path: '/products/{productId}',\n  auth: 'admin'",
      "method: 'PUT',\n  path: '/products/{productId}',\n  auth: 'customer'",
    ],
  ]),
];
