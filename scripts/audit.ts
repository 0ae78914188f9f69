import { setTimeout as wait } from 'node:timers/promises';
import { auditStock, type AuditedProduct } from './audit/books.ts';
import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { serviceTable } from './deployment/service-table.ts';

const usage = `Usage: npm run audit [-- options]

Adds up where every unit of every product is: received = available + escrow + reserved + committed. Ends with 1 when a
product's books do not balance. It reads the whole inventory table, which on AWS is charged; while orders come in, what
looks wrong is looked at again.

  --table <name>   a table on AWS, of the account and region of the environment; without it, the running local stack`;

/** Looks at books that do not balance: what a scan saw of a change half-way is gone at the next one. */
const MAX_LOOKS = 3;
const PAUSE_MS = 2_000;

const columns = ['received', 'available', 'escrow', 'reserved', 'committed', 'openBatches'] as const;

const print = (products: readonly AuditedProduct[]): void => {
  const width = Math.max(7, ...products.map(({ productId }) => productId.length));
  const heads = ['received', 'available', 'escrow', 'reserved', 'committed', 'open'];
  const line = (name: string, cells: readonly (string | number)[], verdict: string): string =>
    `${name.padEnd(width)}  ${cells.map((cell) => String(cell).padStart(9)).join('  ')}  ${verdict}\n`;
  process.stdout.write(line('product', heads, ''));
  for (const product of products) {
    const { productId, lostBatches, received, available, escrow, reserved, committed } = product;
    const difference = received - available - escrow - reserved - committed;
    const verdict = product.isConserved
      ? 'ok'
      : `WRONG by ${difference}${lostBatches > 0 ? `, ${lostBatches} open without a manifest` : ''}`;
    process.stdout.write(
      line(
        productId,
        columns.map((column) => product[column]),
        verdict,
      ),
    );
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
      ? `\nThe books of all ${products.length} products balance.\n`
      : `\nThe books of ${wrong} of ${products.length} products do not balance.\n`,
  );
  return wrong === 0 ? 0 : 1;
});
