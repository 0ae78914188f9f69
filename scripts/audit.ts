import { setTimeout as wait } from 'node:timers/promises';
import { auditStock, type AuditedProduct } from './audit/books.ts';
import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { serviceTable } from './deployment/service-table.ts';

const usage = `Usage: npm run audit [-- options]

Checks for every product that received = available + in open batches + reserved + committed. An open batch is a group
commit in progress. Exits with 1 if a product does not balance. The audit scans the whole inventory table, and AWS
charges for that. It repeats the scan if something looks wrong, because a scan can see half of a change.

  --table <name>   a table on AWS, in the account and region of the environment (default: the local stack's table)`;

/** A scan can see half of a change. So if the units of a product do not add up, the table is scanned again. */
const MAX_LOOKS = 3;
const PAUSE_MS = 2_000;

/** The columns to print, with their headings. */
const columns = {
  received: 'received',
  available: 'available',
  open: 'in open batches',
  reserved: 'reserved',
  committed: 'committed',
  openBatches: 'open batches',
} as const satisfies Partial<Record<keyof AuditedProduct, string>>;
const fields = Object.keys(columns) as readonly (keyof typeof columns)[];

const print = (products: readonly AuditedProduct[]): void => {
  const width = Math.max(7, ...products.map(({ productId }) => productId.length));
  const line = (name: string, cellOf: (field: keyof typeof columns) => string, verdict: string): string => {
    const cells = fields.map((field) => cellOf(field).padStart(Math.max(9, columns[field].length)));
    return `${name.padEnd(width)}  ${cells.join('  ')}  ${verdict}\n`;
  };
  process.stdout.write(line('product', (field) => columns[field], ''));
  for (const product of products) {
    const { productId, lostBatches, received, available, open, reserved, committed } = product;
    const difference = received - available - open - reserved - committed;
    const verdict = product.isConserved
      ? 'ok'
      : `WRONG by ${difference}${lostBatches > 0 ? `, ${lostBatches} open without an intent` : ''}`;
    process.stdout.write(line(productId, (field) => String(product[field]), verdict));
  }
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, { table: { type: 'string' } });
  const { client, table } = serviceTable('inventory', values.table);
  let products = await auditStock(client, table);
  for (let look = 1; look < MAX_LOOKS && products.some((product) => !product.isConserved); look += 1) {
    await wait(PAUSE_MS);
    products = await auditStock(client, table);
  }
  print(products);
  const wrong = products.filter((product) => !product.isConserved).length;
  process.stdout.write(
    wrong === 0
      ? `\nAll ${products.length} products balance.\n`
      : `\n${wrong} of ${products.length} products do not balance.\n`,
  );
  return wrong === 0 ? 0 : 1;
});
